import { isRecord, type Json, listOf, recordOf, textOf } from "../../execute-api/open-api/open-api-document.ts";
import type { AuthorizerRecord, RouteRecord } from "../parts/part.ts";

type Authorizer = Omit<AuthorizerRecord, "AuthorizerId">;

function schemesOf(document: Json): Json {
  return recordOf(recordOf(document.components).securitySchemes);
}

/** Source: "x-amazon-apigateway-authorizer object": JWT authorizers and functions. */
export function readAuthorizers(document: Json): Authorizer[] {
  return Object.entries(schemesOf(document)).flatMap(([name, scheme]) => {
    const given = recordOf(scheme)["x-amazon-apigateway-authorizer"];
    return isRecord(given) ? [readAuthorizer(name, given)] : [];
  });
}

function readAuthorizer(Name: string, given: Json): Authorizer {
  const isJwt = (textOf(given.type) ?? "").toLowerCase() === "jwt";
  const { issuer, audience } = recordOf(given.jwtConfiguration);
  const source = given.identitySource;
  const IdentitySource = Array.isArray(source) ? source.map(String) : toSources(textOf(source));
  const texts = {
    AuthorizerUri: given.authorizerUri,
    AuthorizerCredentialsArn: given.authorizerCredentials,
    AuthorizerPayloadFormatVersion: given.authorizerPayloadFormatVersion,
  };
  return {
    Name,
    AuthorizerType: isJwt ? "JWT" : "REQUEST",
    IdentitySource,
    ...(isJwt && { JwtConfiguration: { Issuer: textOf(issuer) ?? "", Audience: listOf(audience).map(String) } }),
    ...Object.fromEntries(
      Object.entries(texts)
        .filter(([, value]) => textOf(value) !== undefined)
        .map(([name, value]) => [name, textOf(value)]),
    ),
    ...(given.authorizerResultTtlInSeconds !== undefined && {
      AuthorizerResultTtlInSeconds: Number(given.authorizerResultTtlInSeconds),
    }),
    ...(typeof given.enableSimpleResponses === "boolean" && { EnableSimpleResponses: given.enableSimpleResponses }),
  };
}

function toSources(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** What an operation asks of its callers: an authorizer with the scopes of a token, or a signature. */
export function readSecurity(
  document: Json,
  operation: Json,
  warnings: string[],
): Pick<RouteRecord, "AuthorizationType" | "AuthorizationScopes"> & { readonly authorizer: string | undefined } {
  const schemes = schemesOf(document);
  const auth = recordOf(operation["x-amazon-apigateway-auth"] ?? document["x-amazon-apigateway-auth"]);
  if ((textOf(auth.type) ?? "").toUpperCase() === "AWS_IAM")
    return { AuthorizationType: "AWS_IAM", authorizer: undefined };
  for (const requirement of listOf(operation.security ?? document.security).map(recordOf)) {
    for (const [name, scopes] of Object.entries(requirement)) {
      const scheme = recordOf(schemes[name]);
      if ((textOf(scheme["x-amazon-apigateway-authtype"]) ?? "").toLowerCase() === "awssigv4")
        return { AuthorizationType: "AWS_IAM", authorizer: undefined };
      const authorizer = scheme["x-amazon-apigateway-authorizer"];
      if (!isRecord(authorizer)) {
        warnings.push(`Unable to use the security scheme ${name.slice(0, 100)}: it has no authorizer. Ignoring.`);
        continue;
      }
      const isJwt = (textOf(authorizer.type) ?? "").toLowerCase() === "jwt";
      return {
        AuthorizationType: isJwt ? "JWT" : "CUSTOM",
        authorizer: name,
        ...(isJwt && listOf(scopes).length > 0 && { AuthorizationScopes: listOf(scopes).map(String) }),
      };
    }
  }
  return { AuthorizationType: "NONE", authorizer: undefined };
}
