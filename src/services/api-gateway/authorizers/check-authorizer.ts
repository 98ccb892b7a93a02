import { functionOf } from "../../execute-api/function-uri.ts";
import { invalid } from "../errors.ts";
import { checkPattern } from "../integrations/check-pattern.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";

/** Throws what AWS refuses of an authorizer, and what is not built. Source: "CreateAuthorizer". */
export function checkAuthorizer(authorizer: AuthorizerRecord): void {
  const { name, type, authorizerUri, identitySource = "", authorizerResultTtlInSeconds: ttl = 300 } = authorizer;
  if (name === "") throw invalid("Authorizer name must be non-empty");
  if (type === "COGNITO_USER_POOLS") {
    checkUserPools(authorizer);
    return;
  }
  if (authorizerUri === undefined || !functionOf(authorizerUri))
    throw invalid(
      `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  if (ttl < 0 || ttl > limits.authorizerResultSeconds)
    throw invalid("Authorizer TTL must be between 0 and 3600 seconds");
  const sources = identitySource === "" ? [] : identitySource.split(",").map((each) => each.trim());
  const isToken = type === "TOKEN";
  if (sources.length === 0 && (isToken || ttl > 0)) throw invalid("Identity source is required for the authorizer");
  for (const source of sources) {
    const isKnown = isToken
      ? /^method\.request\.header\.\S+$/.test(source)
      : /^(?:method\.request\.(?:header|querystring)\.\S+|stageVariables\.\w+|context\.[\w.]+)$/.test(source);
    if (!isKnown || (isToken && sources.length > 1))
      throw invalid(`Invalid identity source specified: ${identitySource}`);
  }
  const { identityValidationExpression } = authorizer;
  if (identityValidationExpression === undefined) return;
  checkPattern(identityValidationExpression);
  try {
    new RegExp(identityValidationExpression);
  } catch {
    throw invalid(`Invalid identity validation expression specified: ${identityValidationExpression}`);
  }
}

/** Tokens of a pool are proven by the keys that it publishes, wherever it is. */
function checkUserPools({ providerARNs = [], identitySource = "" }: AuthorizerRecord): void {
  if (providerARNs.length === 0) throw invalid("Invalid input: Cognito User Pool authorizers need providerARNs");
  for (const arn of providerARNs) if (!poolOf(arn)) throw invalid(`Invalid Cognito User Pool ARN specified: ${arn}`);
  if (!/^method\.request\.header\.\S+$/.test(identitySource))
    throw invalid(`Invalid identity source specified: ${identitySource}`);
}

/** `REGION_ID` and its region. Undefined for an ARN that is no user pool's. */
export function poolOf(arn: string): { readonly region: string; readonly pool: string } | undefined {
  const [, region, pool] = /^arn:[\w-]+:cognito-idp:([\w-]+):\d{12}:userpool\/([\w-]+_[A-Za-z0-9]+)$/.exec(arn) ?? [];
  return region === undefined || pool === undefined ? undefined : { region, pool };
}
