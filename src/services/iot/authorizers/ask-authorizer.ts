import { createVerify } from "node:crypto";
import { isJson } from "../../../platform/is-json.ts";
import { compilePolicy } from "../../policy-language/compile.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import type { ClientIdentity } from "../connections/client-identity.ts";
import { DocumentPermissions } from "../policies/document-permissions.ts";
import { type Authorizer, authorizerArn } from "./authorizer.ts";

/** What a client says to an authorizer. */
export interface AuthorizerQuestion {
  readonly token: string | undefined;
  readonly signature: string | undefined;
  readonly protocols: readonly string[];
  readonly serverName: string | undefined;
  readonly http: { readonly headers: Readonly<Record<string, string>>; readonly queryString: string } | undefined;
  /** Undefined for who asks by HTTP. */
  readonly mqtt:
    | { readonly username: string | undefined; readonly password: Buffer | undefined; readonly clientId: string }
    | undefined;
  readonly sourceIp: string;
}

/** As the function has said it. */
export interface AuthorizerAnswer {
  readonly isAuthenticated: boolean;
  readonly principalId: string;
  readonly disconnectAfterInSeconds: number;
  readonly refreshAfterInSeconds: number;
  readonly policyDocuments: readonly string[];
}

const iotPrincipal = "iot.amazonaws.com";
/** Source: "Custom authentication": the time a connection may last. */
const leastMs = 300_000;
const mostMs = 86_400_000;

/** What the function says to who may ask it; undefined where the signature of the token does not hold, or it has failed. */
export async function askAuthorizer(
  at: Place,
  name: string,
  authorizer: Authorizer,
  question: AuthorizerQuestion,
  host: ServiceHost,
): Promise<AuthorizerAnswer | undefined> {
  if (authorizer.status !== "ACTIVE") return undefined;
  if (!authorizer.signingDisabled && !isSigned(authorizer, question)) return undefined;
  return invoke(at, name, authorizer, question, host);
}

/** Undefined for who is not let in: by the signature of the token, by the function's word, or because it failed. */
export async function identifyBy(
  at: Place,
  name: string,
  authorizer: Authorizer,
  question: AuthorizerQuestion,
  host: ServiceHost,
): Promise<ClientIdentity | undefined> {
  const answer = await askAuthorizer(at, name, authorizer, question, host);
  if (!answer?.isAuthenticated) return undefined;
  const protocol = question.http ? "websocket" : "mqtt";
  return {
    at,
    principal: answer.principalId,
    protocol,
    permissions: (clientId) =>
      new DocumentPermissions(
        answer.policyDocuments,
        { at, clientId, sourceIp: question.sourceIp, protocol },
        host.clock,
      ),
    mostMs: Math.min(Math.max(answer.disconnectAfterInSeconds * 1000, leastMs), mostMs),
  };
}

function isSigned({ publicKeys }: Authorizer, { token, signature }: AuthorizerQuestion): boolean {
  if (token === undefined || signature === undefined) return false;
  return Object.values(publicKeys).some((key) =>
    createVerify("RSA-SHA256").update(token).verify(key, decodeURIComponentOrText(signature), "base64"),
  );
}

function decodeURIComponentOrText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function invoke(
  at: Place,
  name: string,
  { functionArn, signingDisabled }: Authorizer,
  { token, protocols, serverName, http, mqtt }: AuthorizerQuestion,
  host: ServiceHost,
): Promise<AuthorizerAnswer | undefined> {
  const id = host.random.uuid();
  const event = {
    ...(token !== undefined && { token }),
    signatureVerified: !signingDisabled,
    protocols,
    protocolData: {
      ...(serverName !== undefined && { tls: { serverName } }),
      ...(http && { http }),
      ...(mqtt && {
        mqtt: {
          ...(mqtt.username !== undefined && { username: mqtt.username }),
          ...(mqtt.password && { password: mqtt.password.toString("base64") }),
          clientId: mqtt.clientId,
        },
      }),
    },
    connectionMetadata: { id },
  };
  const caller = { service: iotPrincipal };
  const source = { ...at, arn: authorizerArn(at, name) };
  try {
    return await callAs(host, caller, { source, at, traceId: `Root=1-${id}` }, async (as) => {
      const input = { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) };
      const { Payload = "", FunctionError } = await host.call("lambda", "Invoke", input, as);
      const text = Buffer.from(Payload).toString();
      if (FunctionError !== undefined || !isJson(text)) return undefined;
      return toAnswer(JSON.parse(text));
    });
  } catch (error) {
    host.log.warn("a custom authorizer could not be asked", { authorizer: name, error: String(error) });
    return undefined;
  }
}

function toAnswer(given: unknown): AuthorizerAnswer | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { isAuthenticated, principalId, disconnectAfterInSeconds, refreshAfterInSeconds, policyDocuments } =
    given as Record<string, unknown>;
  if (typeof principalId !== "string" || !/^[a-zA-Z0-9]{1,128}$/.test(principalId)) return undefined;
  const first = Array.isArray(policyDocuments) ? policyDocuments.slice(0, 10) : [];
  const documents = first.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
  if (!documents.every(isPolicy)) return undefined;
  return {
    isAuthenticated: isAuthenticated === true,
    principalId,
    disconnectAfterInSeconds: Number(disconnectAfterInSeconds) || 0,
    refreshAfterInSeconds: Number(refreshAfterInSeconds) || 0,
    policyDocuments: documents,
  };
}

function isPolicy(document: string): boolean {
  try {
    compilePolicy(document);
    return true;
  } catch {
    return false;
  }
}
