import type { CreateConnectionAuthRequestParameters } from "@aws-sdk/client-eventbridge";
import { validation } from "../errors.ts";
import type { AuthorizationType } from "./connection.ts";

const members = {
  BASIC: "BasicAuthParameters",
  API_KEY: "ApiKeyAuthParameters",
  OAUTH_CLIENT_CREDENTIALS: "OAuthParameters",
} as const;

/** Throws ValidationException where the parameters are not those of the type. Connections to private APIs are not built. */
export function checkAuthParameters(type: AuthorizationType, parameters: CreateConnectionAuthRequestParameters): void {
  const member = members[type];
  if (!parameters[member]) throw validation(`AuthParameters.${member} is required for authorization type ${type}.`);
  for (const other of Object.values(members))
    if (other !== member && parameters[other])
      throw validation(`AuthParameters.${other} is not allowed for authorization type ${type}.`);
  if (parameters.ConnectivityParameters) throw validation("Squall does not support ConnectivityParameters.");
  const endpoint = parameters.OAuthParameters?.AuthorizationEndpoint;
  if (endpoint !== undefined) checkEndpoint(withScheme(endpoint), "AuthorizationEndpoint");
}

/** AWS wants https; here http is taken, too: what runs beside Squall has no certificate. */
export function checkEndpoint(endpoint: string, name: string): void {
  const { protocol } = URL.parse(endpoint.replaceAll("*", "x")) ?? {};
  if (protocol !== "https:" && protocol !== "http:")
    throw validation(`Parameter ${name} is not valid. Reason: Invalid URL.`);
}

/** An authorization endpoint may leave its scheme out, as recorded. */
export function withScheme(endpoint: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
}
