import { integrationKey } from "../../execute-api/integration-key.ts";
import type { ServiceHost } from "../../service.ts";
import { signatureHeaders } from "../../signature/sign-request.ts";
import { NoAnswerError, requestOutside } from "../../targets/outside-request.ts";
import { type Subtype, subtypes } from "../integrations/subtype.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { type Asked, type Authorized, requestValues, routeArn } from "./asked.ts";
import { badRequest, type HttpAnswer, internalServerError, serviceUnavailable } from "./http-answer.ts";
import { resolve } from "./parameter-mapping.ts";

type Parameters = Readonly<Record<string, string>>;

/**
 * Has one operation of an AWS service answer, in the name of the integration's role: by a request of its own as any client makes one, which the service's policies
 * judge. What the service says is what the client is told. Source: "Create AWS service integrations for HTTP APIs in API Gateway".
 */
export async function callService(
  host: ServiceHost,
  asked: Asked,
  authorized: Authorized,
  integration: IntegrationRecord,
): Promise<HttpAnswer> {
  const { IntegrationSubtype = "", CredentialsArn: role, RequestParameters = {} } = integration;
  const subtype = subtypes[IntegrationSubtype];
  if (!subtype) return internalServerError(`There is no integration subtype ${IntegrationSubtype}.`);
  const values = requestValues(asked, authorized);
  const { Region = asked.served.at.region, ...parameters } = Object.fromEntries(
    Object.entries(RequestParameters).map(([name, text]) => [name, resolve(text, values)]),
  );
  // A parameter of which the request has nothing is none.
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ""));
  if (subtype.required.some((name) => given[name] === undefined)) return badRequest;
  const sent = toRequest(subtype, given);
  if (!sent) return badRequest;
  try {
    const key = await integrationKey(host, { at: asked.served.at, role, sourceArn: routeArn(asked) });
    const url = new URL(host.config.endpoint());
    const answer = await requestOutside(host, {
      url,
      method: "POST",
      headers: signatureHeaders(
        key,
        { method: "POST", url, service: subtype.service, region: Region, headers: sent.headers, body: sent.body },
        host.clock.nowMs(),
      ),
      body: sent.body,
      timeoutMs: integration.TimeoutInMillis ?? limits.integrationTimeoutMs,
      answerBytes: limits.payloadBytes,
    });
    if (answer.isCut) return internalServerError("The service's answer is too long.");
    const type = answer.headers["content-type"];
    return { status: answer.status, headers: type === undefined ? {} : { "content-type": type }, body: answer.body };
  } catch (error) {
    if (error instanceof NoAnswerError) return serviceUnavailable;
    return internalServerError(`The service could not be asked: ${String(error)}`);
  }
}

interface ServiceRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Undefined for parameters that are not of their form. */
function toRequest(subtype: Subtype, parameters: Parameters): ServiceRequest | undefined {
  return subtype.service === "events" ? toPutEvents(parameters) : toForm(subtype, parameters);
}

function toPutEvents({ Time, Resources, ...texts }: Parameters): ServiceRequest | undefined {
  const time = Time === undefined ? undefined : toEpochSeconds(Time);
  if (Number.isNaN(time)) return undefined;
  const entry = {
    ...texts,
    ...(time !== undefined && { Time: time }),
    ...(Resources !== undefined && { Resources: toList(Resources) }),
  };
  return {
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents" },
    body: JSON.stringify({ Entries: [entry] }),
  };
}

/** `$context.requestTimeEpoch` has milliseconds, other times are seconds or a date. */
function toEpochSeconds(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) return Date.parse(text) / 1_000;
  return Number(text) > 1e11 ? Number(text) / 1_000 : Number(text);
}

/** SQS is asked by a form, and answers in XML, as recorded. */
function toForm({ operation }: Subtype, parameters: Parameters): ServiceRequest | undefined {
  const form = new URLSearchParams({ Action: operation, Version: "2012-11-05" });
  for (const [name, value] of Object.entries(parameters)) {
    if (name === "MessageAttributes" || name === "MessageSystemAttributes") {
      const attributes = toAttributes(value);
      if (!attributes) return undefined;
      for (const [at, [attribute, members]] of attributes.entries()) {
        const prefix = `${name.slice(0, -1)}.${at + 1}`;
        form.set(`${prefix}.Name`, attribute);
        for (const [member, text] of Object.entries(members)) form.set(`${prefix}.Value.${member}`, text);
      }
    } else if (name === "AttributeNames" || name === "MessageAttributeNames")
      for (const [at, each] of toList(value).entries()) form.set(`${name.slice(0, -1)}.${at + 1}`, each);
    else form.set(name, value);
  }
  return { headers: { "content-type": "application/x-www-form-urlencoded" }, body: form.toString() };
}

/** `{"name": {"DataType": "String", "StringValue": "…"}}`; SQS has ten of them at most, and refuses more. */
function toAttributes(text: string): [string, Record<string, string>][] | undefined {
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const attributes: [string, Record<string, string>][] = [];
  for (const [name, members] of Object.entries(value).slice(0, 11)) {
    if (typeof members !== "object" || members === null) return undefined;
    attributes.push([
      name,
      Object.fromEntries(Object.entries(members).map(([member, each]) => [member, String(each)])),
    ]);
  }
  return attributes;
}

/** A list in JSON, or one text. */
function toList(text: string): string[] {
  const value = parse(text);
  return Array.isArray(value) ? value.map(String) : [text];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
