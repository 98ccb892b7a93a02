import { functionOf } from "../../execute-api/function-uri.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { parseSource } from "../requests/request-values.ts";

/** Throws what AWS refuses of an API's authorizer. Source: "CreateAuthorizer". */
export function checkAuthorizer({ ProtocolType }: Pick<ApiRecord, "ProtocolType">, authorizer: AuthorizerRecord): void {
  if (ProtocolType === "WEBSOCKET") checkWebSocketAuthorizer(authorizer);
  else checkHttpAuthorizer(authorizer);
}

function checkHttpAuthorizer(authorizer: AuthorizerRecord): void {
  const { Name, AuthorizerType, IdentitySource = [] } = authorizer;
  if (Name === "" || Name.length > limits.nameCharacters)
    throw invalid(`Authorizer name must have between 1 and ${limits.nameCharacters} characters`);
  if (AuthorizerType !== "JWT" && AuthorizerType !== "REQUEST")
    throw invalid(`Invalid authorizer type ${AuthorizerType}: it should be JWT or REQUEST`);
  for (const source of IdentitySource)
    if (!parseSource(source)) throw invalid(`Invalid identity source specified: ${source}`);
  if (authorizer.IdentityValidationExpression !== undefined)
    throw invalid("IdentityValidationExpression is not supported for HTTP APIs");
  if (AuthorizerType === "JWT") checkJwt(authorizer);
  else checkFunction(authorizer);
}

/** Source: "Control access to WebSocket APIs with AWS Lambda REQUEST authorizers": it is asked once, for `$connect`. */
function checkWebSocketAuthorizer(authorizer: AuthorizerRecord): void {
  const { Name, AuthorizerType, AuthorizerUri, IdentitySource = [] } = authorizer;
  if (Name === "" || Name.length > limits.nameCharacters)
    throw invalid(`Authorizer name must have between 1 and ${limits.nameCharacters} characters`);
  if (AuthorizerType !== "REQUEST") throw invalid(`Invalid authorizer type ${AuthorizerType}: it should be REQUEST`);
  if (AuthorizerUri === undefined || !functionOf(AuthorizerUri)) throw invalid("Invalid Authorizer URI specified");
  for (const source of IdentitySource)
    if (!/^(?:route\.request\.(?:header|querystring)|context|stageVariables)\.[\w.-]+$/.test(source))
      throw invalid(`Invalid identity source specified: ${source}`);
  for (const name of ofHttpOnly)
    if (authorizer[name] !== undefined) throw invalid(`${name} is not supported for WEBSOCKET protocol`);
  if (authorizer.AuthorizerResultTtlInSeconds)
    throw invalid("AuthorizerResultTtlInSeconds is not supported for WEBSOCKET protocol");
}

const ofHttpOnly = [
  "JwtConfiguration",
  "AuthorizerPayloadFormatVersion",
  "EnableSimpleResponses",
  "IdentityValidationExpression",
] as const;

function checkJwt({ IdentitySource = [], JwtConfiguration, ...authorizer }: AuthorizerRecord): void {
  if (IdentitySource.length !== 1) throw invalid("A JWT authorizer must have exactly one identity source");
  const { Issuer, Audience = [] } = JwtConfiguration ?? {};
  if (Issuer === undefined || Audience.length === 0)
    throw invalid("JWT authorizers require an issuer and at least one audience");
  if (!/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(Issuer))
    throw invalid("Caught exception when connecting to the issuer: it should be a URL");
  const ofFunction = [
    "AuthorizerUri",
    "AuthorizerPayloadFormatVersion",
    "AuthorizerResultTtlInSeconds",
    "EnableSimpleResponses",
    "AuthorizerCredentialsArn",
  ] as const;
  for (const name of ofFunction)
    if (authorizer[name] !== undefined) throw invalid(`${name} is not supported for JWT authorizers`);
}

function checkFunction(authorizer: AuthorizerRecord): void {
  const { AuthorizerUri, AuthorizerPayloadFormatVersion, AuthorizerResultTtlInSeconds = 0 } = authorizer;
  if (authorizer.JwtConfiguration !== undefined)
    throw invalid("JwtConfiguration is supported for JWT authorizers only");
  if (AuthorizerUri === undefined || !functionOf(AuthorizerUri)) throw invalid("Invalid Authorizer URI specified");
  if (AuthorizerPayloadFormatVersion !== "1.0" && AuthorizerPayloadFormatVersion !== "2.0")
    throw invalid("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer: 1.0 or 2.0");
  if (authorizer.EnableSimpleResponses && AuthorizerPayloadFormatVersion === "1.0")
    throw invalid("EnableSimpleResponses is supported for AuthorizerPayloadFormatVersion 2.0 only");
  if (AuthorizerResultTtlInSeconds < 0 || AuthorizerResultTtlInSeconds > limits.authorizerResultSeconds)
    throw invalid(`AuthorizerResultTtlInSeconds must be between 0 and ${limits.authorizerResultSeconds}`);
  if (AuthorizerResultTtlInSeconds > 0 && !authorizer.IdentitySource?.length)
    throw invalid("An identity source is required when caching is enabled");
}
