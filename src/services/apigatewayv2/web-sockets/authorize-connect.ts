import { callConditions } from "../../call-conditions.ts";
import { callNamedFunction, within } from "../../execute-api/call-function.ts";
import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { anonymousPrincipal, type Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceRequest } from "../../surface.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { type Exchange, forbidden, internalServerError, routeArn, unauthorized } from "./exchange.ts";
import { mappedValue } from "./exchange-values.ts";

export interface Admitted {
  readonly signer?: Principal;
  /** What the authorizer says of the client, for as long as it is connected. */
  readonly authorizer?: Readonly<Record<string, string>>;
}

/** Whether a client may connect: afterwards nobody asks any more. Throws ExchangeError. Source: "Control and manage access to WebSocket APIs in API Gateway". */
export async function authorizeConnect(
  host: ServiceHost,
  functions: FunctionAuthorizers,
  exchange: Exchange,
  surface: SurfaceRequest,
): Promise<Admitted> {
  const { route, authorizer } = exchange.found;
  switch (route.AuthorizationType) {
    case "AWS_IAM":
      return { signer: await bySignature(host, exchange, surface) };
    case "CUSTOM":
      if (!authorizer) throw internalServerError("The route's authorizer is not there.");
      return byFunction(host, functions, exchange, authorizer);
    default:
      return {};
  }
}

async function bySignature(host: ServiceHost, exchange: Exchange, surface: SurfaceRequest): Promise<Principal> {
  const signer = await surface.signer(0);
  const principal = signer ?? anonymousPrincipal();
  const { at } = exchange.served;
  const { sourceIp, scheme, headers } = surface;
  const { allowed, reason } = await host.access.authorize({
    principal,
    action: "execute-api:Invoke",
    resource: routeArn(exchange),
    resourceAccount: at.account,
    resourcePolicy: undefined,
    conditions: callConditions(
      { principal, region: at.region, sourceIp, isSecure: scheme === "https", userAgent: headers["user-agent"] },
      host.clock.nowMs(),
    ),
  });
  if (allowed) return principal;
  if (host.config.auth === "enforce" || !signer) throw forbidden();
  host.log.warn(`would be denied on AWS: execute-api:Invoke for ${principal.arn} ${reason}`);
  return principal;
}

async function byFunction(
  host: ServiceHost,
  functions: FunctionAuthorizers,
  exchange: Exchange,
  authorizer: AuthorizerRecord,
): Promise<Admitted> {
  const identity = (authorizer.IdentitySource ?? []).map((source) => mappedValue(source, exchange));
  // Without what it is to judge by, the function is not asked.
  if (identity.some((value) => !value)) throw unauthorized();
  const { served, stage, traceId, values, context } = exchange;
  const { StageVariables = {}, StageName } = stage.stage;
  const arn = routeArn(exchange);
  const event = {
    type: "REQUEST",
    methodArn: arn,
    ...values,
    stageVariables: StageVariables,
    requestContext: context,
  };
  const call = {
    uri: withStageVariables(authorizer.AuthorizerUri ?? "", StageVariables),
    credentials: authorizer.AuthorizerCredentialsArn,
    at: served.at,
    arn: executeApiArn(served.at, served.api.ApiId, `authorizers/${authorizer.AuthorizerId}`),
    traceId,
  };
  const verdict = await functions.judge(
    {
      key: [served.api.ApiId, StageName, authorizer.AuthorizerId],
      identity: identity as string[],
      // A connection is judged once.
      ttlSeconds: 0,
      isSimple: false,
      routeArn: arn,
    },
    async () => {
      const work = callNamedFunction(host, call, Buffer.from(JSON.stringify(event)));
      const answer = await within(host, limits.authorizerTimeoutMs, work);
      if (!answer) throw new Error("it did not answer in time");
      if (!answer.isError) return Buffer.from(answer.payload);
      // As AWS's own blueprint says that a token is none.
      if (/"errorMessage"\s*:\s*"Unauthorized"/.test(Buffer.from(answer.payload).toString()))
        throw new Error("Unauthorized");
      throw new Error("it failed: see its log");
    },
  );
  if (!("refused" in verdict)) return { authorizer: toTexts(verdict.context ?? {}) };
  if (verdict.refused === "forbidden") throw forbidden();
  if (verdict.reason === "Unauthorized") throw unauthorized();
  throw internalServerError(`The authorizer ${authorizer.Name} gave no answer: ${verdict.reason}.`);
}

/** A context has texts, numbers and truth values: a function is told them all as texts. */
function toTexts(context: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(context)) {
    if (value !== null && typeof value !== "object") texts[name] = String(value);
  }
  return texts;
}
