import { callNamedFunction, within } from "../../execute-api/call-function.ts";
import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { matchesWhole } from "../../execute-api/selection-pattern.ts";
import { anonymousPrincipal, type Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { type Asked, type Authorized, conditionsOf, contextOf, requestArn } from "./asked.ts";
import { accessDenied, authorizerFailed, missingToken, unauthorized } from "./gateway-error.ts";
import { requestValue, requestValues } from "./parameters.ts";
import { toProxyEvent } from "./proxy-event.ts";
import type { UserPools } from "./user-pools.ts";

export interface Authorizers {
  readonly functions: FunctionAuthorizers;
  readonly pools: UserPools;
}

/** Throws GatewayError where the method is not open to the caller. Source: "Control and manage access to REST APIs in API Gateway". */
export async function authorize(
  host: ServiceHost,
  { functions, pools }: Authorizers,
  asked: Asked,
  signer: () => Promise<Principal | undefined>,
): Promise<Authorized> {
  const { authorizationType, authorizerId } = asked.method;
  if (authorizationType === "AWS_IAM") {
    const principal = await signer();
    if (!principal) throw missingToken();
    await checkPolicy(host, asked, principal);
    return { signer: principal };
  }
  if (authorizationType === "CUSTOM") {
    const authorizer = asked.snapshot.authorizers.find(({ id }) => id === authorizerId);
    if (!authorizer) throw authorizerFailed("The method's authorizer is not there.");
    const authorized = await byFunction(host, functions, asked, authorizer);
    if (asked.snapshot.api.policy !== undefined) await checkPolicy(host, asked, anonymousPrincipal());
    return authorized;
  }
  if (asked.snapshot.api.policy !== undefined) await checkPolicy(host, asked, anonymousPrincipal());
  return authorizationType === "COGNITO_USER_POOLS" ? byUserPool(asked, pools) : {};
}

async function byUserPool(asked: Asked, pools: UserPools): Promise<Authorized> {
  const { authorizerId, authorizationScopes = [] } = asked.method;
  const authorizer = asked.snapshot.authorizers.find(({ id }) => id === authorizerId);
  if (!authorizer) throw authorizerFailed("The method's authorizer is not there.");
  const token = requestValue(authorizer.identitySource ?? "", requestValues(asked, {}));
  const claims = token ? await pools.claims(authorizer, token, authorizationScopes) : undefined;
  if (!claims) throw unauthorized();
  return { authorizer: { claims } };
}

/** The caller's policies and the API's own. */
async function checkPolicy(host: ServiceHost, asked: Asked, principal: Principal): Promise<void> {
  const { at, api, snapshot } = asked;
  const resource = requestArn(asked);
  const { allowed, reason } = await host.access.authorize({
    principal,
    action: "execute-api:Invoke",
    resource,
    resourceAccount: at.account,
    // A policy may name its own API by `execute-api:/STAGE/METHOD/PATH`.
    resourcePolicy: snapshot.api.policy?.replaceAll('"execute-api:/', `"${executeApiArn(at, api.id, "")}`),
    conditions: conditionsOf(asked, principal, host),
  });
  if (allowed) return;
  const isSigned = principal.kind !== "anonymous";
  if (isSigned && host.config.auth !== "enforce") {
    host.log.warn(`would be denied on AWS: execute-api:Invoke for ${principal.arn} ${reason}`);
    return;
  }
  const who = isSigned ? principal.arn : "anonymous";
  const shown = resource.replace(/:\d{12}:/, (account) => `:********${account.slice(9)}`);
  throw accessDenied(`User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${shown}`);
}

async function byFunction(
  host: ServiceHost,
  functions: FunctionAuthorizers,
  asked: Asked,
  authorizer: AuthorizerRecord,
): Promise<Authorized> {
  const { api, at, stageName, traceId, stageVariables } = asked;
  const values = requestValues(asked, contextOf(asked, {}));
  const sources = (authorizer.identitySource ?? "").split(",").map((each) => each.trim());
  const identity = sources.filter((each) => each !== "").map((source) => requestValue(source, values));
  // Without what it is to judge by, the function is not asked.
  if (identity.some((value) => !value)) throw unauthorized();
  const [token = ""] = identity;
  const { identityValidationExpression: expression } = authorizer;
  if (expression && !matchesWhole(expression, token)) throw unauthorized();
  const arn = requestArn(asked);
  const event =
    authorizer.type === "TOKEN"
      ? { type: "TOKEN", methodArn: arn, authorizationToken: token }
      : toRequestEvent(asked, arn, values.context);
  const call = {
    uri: withStageVariables(authorizer.authorizerUri ?? "", stageVariables),
    credentials: authorizer.authorizerCredentials,
    at,
    arn: executeApiArn(at, api.id, `authorizers/${authorizer.id}`),
    traceId,
  };
  const verdict = await functions.judge(
    {
      // With the deployment: what a former authorizer said of a caller does not count for another.
      key: [api.id, stageName, asked.deploymentId, String(asked.authorizersFlushed), authorizer.id],
      identity: identity as string[],
      ttlSeconds: authorizer.authorizerResultTtlInSeconds ?? 300,
      isSimple: false,
      routeArn: arn,
    },
    async () => {
      const work = callNamedFunction(host, call, Buffer.from(JSON.stringify(event)));
      const answer = await within(host, limits.authorizerTimeoutMs, work);
      if (!answer) throw new Error("it did not answer in time");
      if (!answer.isError) return Buffer.from(answer.payload);
      // As AWS's own blueprint says that a token is none.
      if (/"errorMessage"\s*:\s*"Unauthorized"/.test(Buffer.from(answer.payload).toString())) throw unauthorized();
      throw new Error("it failed: see its log");
    },
  );
  if (!("refused" in verdict)) {
    const { usageIdentifierKey, ...context } = verdict.context ?? {};
    return {
      authorizer: toTexts(context),
      ...(typeof usageIdentifierKey === "string" && { usageIdentifierKey }),
    };
  }
  if (verdict.refused === "failed") {
    if (verdict.reason === "Unauthorized") throw unauthorized();
    throw authorizerFailed(`The authorizer ${authorizer.name} gave no answer: ${verdict.reason}.`);
  }
  const explicitly = verdict.isExplicit ? " with an explicit deny" : "";
  throw accessDenied(`User is not authorized to access this resource${explicitly}`);
}

/** Source: "Input to an API Gateway Lambda authorizer". The body is not for the authorizer. */
function toRequestEvent(asked: Asked, arn: string, context: Readonly<Record<string, unknown>>) {
  const withoutBody = { ...asked, request: { ...asked.request, body: Buffer.alloc(0) } };
  const { body: _, isBase64Encoded: __, ...event } = toProxyEvent(withoutBody, context);
  return { type: "REQUEST", methodArn: arn, ...event };
}

/** A context has texts, numbers and truth values: a function is told them all as texts. */
function toTexts(context: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(context)) {
    if (value !== null && typeof value !== "object") texts[name] = String(value);
  }
  return texts;
}
