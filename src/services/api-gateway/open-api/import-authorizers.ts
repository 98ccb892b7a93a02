import { type Json, recordOf, textOf } from "../../execute-api/open-api/open-api-document.ts";
import type { AuthorizerRecord } from "../parts/part.ts";

/** How callers prove who they are, by the name that operations ask for it. */
export function securitySchemes(document: Json): Json {
  return recordOf(
    document.swagger === undefined ? recordOf(document.components).securitySchemes : document.securityDefinitions,
  );
}

/** Source: "x-amazon-apigateway-authorizer object". */
export function readAuthorizers(document: Json): Omit<AuthorizerRecord, "id">[] {
  return Object.entries(securitySchemes(document)).flatMap(([name, value]) => {
    const scheme = recordOf(value);
    const given = scheme["x-amazon-apigateway-authorizer"];
    return given === undefined ? [] : [readAuthorizer(name, scheme, recordOf(given))];
  });
}

function readAuthorizer(name: string, scheme: Json, given: Json): Omit<AuthorizerRecord, "id"> {
  const type = (textOf(given.type) ?? "").toUpperCase() as NonNullable<AuthorizerRecord["type"]>;
  const { authorizerUri, authorizerCredentials, identityValidationExpression, authorizerResultTtlInSeconds } = given;
  const ofHeader =
    type !== "REQUEST" && scheme.in === "header" && textOf(scheme.name) !== undefined
      ? `method.request.header.${textOf(scheme.name)}`
      : undefined;
  const identitySource = textOf(given.identitySource) || ofHeader;
  const authType = textOf(scheme["x-amazon-apigateway-authtype"]);
  return {
    name,
    type,
    ...(authType !== undefined && { authType }),
    ...(Array.isArray(given.providerARNs) && { providerARNs: given.providerARNs.map(String) }),
    ...(authorizerUri !== undefined && { authorizerUri: textOf(authorizerUri) }),
    ...(textOf(authorizerCredentials) && { authorizerCredentials: textOf(authorizerCredentials) }),
    ...(identitySource !== undefined && { identitySource }),
    ...(identityValidationExpression !== undefined && {
      identityValidationExpression: textOf(identityValidationExpression),
    }),
    ...(authorizerResultTtlInSeconds !== undefined && {
      authorizerResultTtlInSeconds: Number(authorizerResultTtlInSeconds),
    }),
  };
}
