import type { Integration, Method } from "@aws-sdk/client-api-gateway";
import { callConditions } from "../../call-conditions.ts";
import type { ClientCertificate } from "../../execute-api/domains/client-certificate.ts";
import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { ModelSchemas } from "../../execute-api/json-schema.ts";
import type { Templates } from "../../execute-api/templates/template.ts";
import { toLogTime } from "../../http-proxy/payload-v2.ts";
import { type ProxyRequest, toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { Principal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { RestApiRecord } from "../apis/api.ts";
import type { Snapshot } from "../deployments/snapshot-store.ts";
import type { ApiKeyRecord, ResourceRecord } from "../parts/part.ts";

/** A request to a method of an API, with what is known of it by the time it is authorized. */
export interface Asked {
  readonly at: Place;
  readonly api: RestApiRecord;
  readonly snapshot: Snapshot;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly deploymentId: string;
  readonly resource: ResourceRecord;
  readonly method: Method;
  readonly integration: Integration;
  readonly templates: Templates;
  readonly schemas: ModelSchemas;
  /** How often what the stage's authorizers had said was forgotten. */
  readonly authorizersFlushed: number;
  /** Served by the canary of the stage. Undefined where the stage has none. */
  readonly isCanary: boolean | undefined;
  /** The rest of the address by which a domain's mapping was found: `/shop` of `https://api.example.com/shop/pets`. */
  readonly basePath: string;
  /** What the endpoint is shown. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string } | undefined;
  /** What the client has shown, at a domain name with mutual TLS. */
  readonly shownCertificate?: ClientCertificate | undefined;
  /** What a test is told of its execution. */
  readonly trace?: (line: string) => void;
  readonly request: ProxyRequest;
  /** The path behind the stage, as it came. */
  readonly path: string;
  readonly host: string;
  readonly scheme: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly startedMs: number;
  readonly traceId: string;
  /** As they came, still encoded. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** Who has been let in. */
export interface Authorized {
  readonly signer?: Principal;
  /** What a function said of the caller. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly apiKey?: ApiKeyRecord;
  /** The key's value, as an authorizer gives it. */
  readonly usageIdentifierKey?: string;
}

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/RESOURCE`: what the policies of functions are asked for. */
export function methodArn({ at, api, stageName, request, resource }: Asked): string {
  return executeApiArn(at, api.id, `${stageName}/${request.method}${resource.path}`);
}

/** The same with the path that was asked for: what the policies of callers are. */
export function requestArn({ at, api, stageName, request, path }: Asked): string {
  return executeApiArn(at, api.id, `${stageName}/${request.method}${path}`);
}

/** What policies of callers can ask for. */
export function conditionsOf({ request, scheme, at }: Asked, principal: Principal, { clock }: ServiceHost) {
  return callConditions(
    {
      principal,
      region: at.region,
      sourceIp: request.sourceIp,
      isSecure: scheme === "https",
      userAgent: toEventHeaders(request)["user-agent"],
    },
    clock.nowMs(),
  );
}

/** `$context` of templates, and `requestContext` of a function's event. Source: "Variables for access logging and data transformation". */
export function contextOf(asked: Asked, { signer, authorizer, apiKey }: Authorized): Record<string, unknown> {
  const { at, api, stageName, deploymentId, request, resource, requestId, extendedRequestId, startedMs, host } = asked;
  const { isCanary, shownCertificate } = asked;
  const userAgent = toEventHeaders(request)["user-agent"];
  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: request.method,
    extendedRequestId,
    requestTime: toLogTime(startedMs),
    path: request.path,
    accountId: at.account,
    protocol: "HTTP/1.1",
    stage: stageName,
    domainPrefix: host.split(".")[0],
    requestTimeEpoch: startedMs,
    requestId,
    ...(authorizer && { authorizer }),
    ...(isCanary !== undefined && { isCanaryRequest: isCanary }),
    identity: {
      cognitoIdentityPoolId: null,
      accountId: signer?.account ?? null,
      cognitoIdentityId: null,
      caller: signer?.userId ?? null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: signer?.accessKeyId ?? null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: signer?.arn ?? null,
      userAgent: userAgent ?? null,
      user: signer?.userId ?? null,
      ...(shownCertificate && { clientCert: shownCertificate }),
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    },
    domainName: toEventHeaders(request).host ?? host,
    deploymentId,
    apiId: api.id,
  };
}

/** `identity.sourceIp` of such a context. */
export function contextValue(context: Readonly<Record<string, unknown>>, name: string): string | undefined {
  let value: unknown = context;
  for (const step of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
