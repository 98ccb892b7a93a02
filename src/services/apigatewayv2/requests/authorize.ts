import { within } from "../../execute-api/call-function.ts";
import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { toPayloadV1 } from "../../http-proxy/payload-v1.ts";
import { toPayloadV2 } from "../../http-proxy/payload-v2.ts";
import { anonymousPrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { JwtAuthorizers } from "../authorizers/jwt-authorizer.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import {
  type Asked,
  type Authorized,
  apiFacts,
  conditionsOf,
  requestArn,
  requestValues,
  resourcePath,
} from "./asked.ts";
import { forbidden, type HttpAnswer, internalServerError, unauthorized } from "./http-answer.ts";
import { callFunction } from "./invoke-function.ts";
import { parseSource, valueIn } from "./request-values.ts";

export interface Authorizers {
  readonly jwt: JwtAuthorizers;
  readonly functions: FunctionAuthorizers;
}

/** Whether the route is open to the caller; else what the caller is answered. Source: "Control and manage access to HTTP APIs in API Gateway". */
export async function authorize(
  host: ServiceHost,
  authorizers: Authorizers,
  asked: Asked,
): Promise<{ readonly authorized: Authorized } | { readonly refusal: HttpAnswer }> {
  const { route, authorizer } = asked.found;
  switch (route.AuthorizationType) {
    case "AWS_IAM":
      return byIam(host, asked);
    case "JWT":
      return authorizer ? byToken(authorizers, asked, authorizer) : gone;
    case "CUSTOM":
      return authorizer ? byFunction(host, authorizers, asked, authorizer) : gone;
    default:
      return { authorized: {} };
  }
}

const gone = { refusal: internalServerError("The route's authorizer is not there.") };

async function byIam(host: ServiceHost, asked: Asked) {
  const signer = await asked.surface.signer(limits.payloadBytes);
  const principal = signer ?? anonymousPrincipal();
  const { account } = asked.served.at;
  const { allowed, reason } = await host.access.authorize({
    principal,
    action: "execute-api:Invoke",
    resource: requestArn(asked),
    resourceAccount: account,
    resourcePolicy: undefined,
    conditions: conditionsOf(asked, principal, host),
  });
  if (allowed) return { authorized: { signer: principal } };
  if (host.config.auth === "enforce" || !signer) return { refusal: forbidden };
  host.log.warn(`would be denied on AWS: execute-api:Invoke for ${principal.arn} ${reason}`);
  return { authorized: { signer: principal } };
}

async function byToken({ jwt }: Authorizers, asked: Asked, authorizer: AuthorizerRecord) {
  const [source = ""] = authorizer.IdentitySource ?? [];
  const parsed = parseSource(source);
  const token = parsed && valueIn(parsed, requestValues(asked, {}));
  if (!token) return { refusal: unauthorized("Bearer") };
  const verdict = await jwt.judge(authorizer, token, asked.found.route.AuthorizationScopes ?? []);
  if (!("refused" in verdict)) {
    const { claims, scopes } = verdict;
    return { authorized: { authorizer: { jwt: { claims, scopes } } } };
  }
  if (verdict.refused === "forbidden") {
    const challenge =
      'Bearer scope="" error="insufficient_scope" error_description="the token does not have the scopes of the route"';
    return { refusal: { ...forbidden, headers: { ...forbidden.headers, "www-authenticate": challenge } } };
  }
  const challenge = `Bearer scope="" error="invalid_token" error_description="${verdict.reason}"`;
  return { refusal: unauthorized(challenge) };
}

async function byFunction(host: ServiceHost, { functions }: Authorizers, asked: Asked, authorizer: AuthorizerRecord) {
  const values = requestValues(asked, {});
  const identity = (authorizer.IdentitySource ?? []).map((text) => {
    const source = parseSource(text);
    return source && valueIn(source, values);
  });
  // Without what it is to judge by, the function is not asked.
  if (identity.some((value) => !value)) return { refusal: unauthorized() };
  const { api, at } = asked.served;
  const { StageName, DeploymentId, AuthorizersFlushed = 0 } = asked.stage.stage;
  const verdict = await functions.judge(
    {
      // With the deployment: what a former authorizer said of a caller does not count for another.
      key: [`${api.ApiId}/${StageName}/${AuthorizersFlushed}`, DeploymentId ?? "", authorizer.AuthorizerId],
      identity: identity as string[],
      ttlSeconds: authorizer.AuthorizerResultTtlInSeconds ?? 0,
      isSimple: authorizer.EnableSimpleResponses ?? false,
      routeArn: requestArn(asked),
    },
    async () => {
      const answer = await within(
        host,
        limits.authorizerTimeoutMs,
        callFunction(
          host,
          asked,
          { IntegrationUri: authorizer.AuthorizerUri, CredentialsArn: authorizer.AuthorizerCredentialsArn },
          toAuthorizerEvent(asked, authorizer, identity as string[]),
          executeApiArn(at, api.ApiId, `authorizers/${authorizer.AuthorizerId}`),
        ),
      );
      if (!answer) throw new Error("it did not answer in time");
      if (answer.isError) throw new Error("it failed: see its log");
      return Buffer.from(answer.payload);
    },
  );
  if (!("refused" in verdict)) return { authorized: { authorizer: { lambda: verdict.context ?? null } } };
  if (verdict.refused === "forbidden") return { refusal: forbidden };
  return { refusal: internalServerError(`The authorizer ${authorizer.Name} gave no answer: ${verdict.reason}.`) };
}

/** Source: "Control access to HTTP APIs with AWS Lambda authorizers", "Payload format version". The body is not for the authorizer. */
function toAuthorizerEvent(asked: Asked, authorizer: AuthorizerRecord, identity: readonly string[]): Buffer {
  const { request, served, requestId, startedMs, surface, traceId, found } = asked;
  const facts = {
    apiId: served.api.ApiId,
    accountId: served.at.account,
    signer: undefined,
    requestId,
    nowMs: startedMs,
    scheme: surface.scheme,
    traceId,
    ofApi: apiFacts(asked, {}),
  };
  const arn = requestArn(asked);
  const withoutBody = { ...request, body: Buffer.alloc(0) };
  if (authorizer.AuthorizerPayloadFormatVersion === "1.0") {
    const event = JSON.parse(toPayloadV1(withoutBody, { ...facts, resource: resourcePath(found) }).toString());
    const { body: _, isBase64Encoded: __, ...rest } = event;
    const source = identity.join(",");
    return toBuffer({ ...rest, type: "REQUEST", methodArn: arn, identitySource: source, authorizationToken: source });
  }
  const { body: _, isBase64Encoded: __, ...rest } = JSON.parse(toPayloadV2(withoutBody, facts).toString());
  return toBuffer({ ...rest, type: "REQUEST", routeArn: arn, identitySource: identity });
}

function toBuffer(event: object): Buffer {
  return Buffer.from(JSON.stringify(event));
}
