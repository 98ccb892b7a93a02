import type { Integration, IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { isRecord, type Json, recordOf, textOf, textsOf } from "../../execute-api/open-api/open-api-document.ts";
import { limits } from "../limits.ts";

/** `cacheNamespace` is the resource's, which is not made yet, where the document says none. Source: "x-amazon-apigateway-integration object". */
export function readIntegration(
  given: Json,
  of: { readonly path: string; readonly httpMethod: string },
  warnings: string[],
): Integration {
  const type = upper(given.type)?.replace(/^AWS-PROXY$/, "AWS_PROXY") as NonNullable<Integration["type"]>;
  const httpMethod = type === "MOCK" ? undefined : upper(given.httpMethod);
  const isHttp = type === "HTTP" || type === "HTTP_PROXY";
  const connectionType = upper(given.connectionType) ?? (isHttp ? "INTERNET" : undefined);
  const integrationResponses = readResponses(recordOf(given.responses));
  for (const [name, value] of Object.entries(recordOf(given.requestParameters)))
    if (typeof value !== "string")
      warnings.push(
        `Invalid format for 'requestParameters'. Expected type string for property '${name}' of resource '${of.path}' and method '${of.httpMethod}' but got '${JSON.stringify(value)}'`,
      );
  const integration: Record<string, unknown> = {
    type,
    ...(httpMethod !== undefined && { httpMethod }),
    ...(given.uri !== undefined && { uri: textOf(given.uri) }),
    ...(connectionType !== undefined && { connectionType }),
    ...(given.connectionId !== undefined && { connectionId: textOf(given.connectionId) }),
    ...(given.credentials !== undefined && { credentials: textOf(given.credentials) }),
    requestParameters: mappingsOf(given.requestParameters),
    requestTemplates: textsOf(given.requestTemplates),
    passthroughBehavior: upper(given.passthroughBehavior) ?? "WHEN_NO_MATCH",
    ...(given.contentHandling !== undefined && { contentHandling: upper(given.contentHandling) }),
    timeoutInMillis: given.timeoutInMillis === undefined ? limits.integrationTimeoutMs : Number(given.timeoutInMillis),
    ...(given.responseTransferMode !== undefined && { responseTransferMode: upper(given.responseTransferMode) }),
    ...(given.cacheNamespace !== undefined && { cacheNamespace: textOf(given.cacheNamespace) }),
    cacheKeyParameters: Array.isArray(given.cacheKeyParameters) ? given.cacheKeyParameters.map(String) : [],
    ...(given.tlsConfig !== undefined && { tlsConfig: given.tlsConfig }),
    integrationResponses,
  };
  return integration as Integration;
}

function readResponses(given: Json): Record<string, IntegrationResponse> | undefined {
  const responses: Record<string, IntegrationResponse> = {};
  for (const [pattern, value] of Object.entries(given)) {
    const { statusCode, responseParameters, responseTemplates, contentHandling } = recordOf(value);
    const status = textOf(statusCode) ?? "200";
    const parameters = mappingsOf(responseParameters);
    const templates = textsOf(responseTemplates);
    responses[status] = {
      statusCode: status,
      ...(pattern !== "default" && { selectionPattern: pattern }),
      ...(parameters && { responseParameters: parameters }),
      ...(templates && { responseTemplates: templates }),
      ...(contentHandling !== undefined && {
        contentHandling: upper(contentHandling) as NonNullable<IntegrationResponse["contentHandling"]>,
      }),
    };
  }
  return Object.keys(responses).length > 0 ? responses : undefined;
}

/** As recorded: what is no text maps nothing. */
function mappingsOf(given: unknown): Record<string, string> | undefined {
  if (!isRecord(given)) return undefined;
  return textsOf(Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === "string")));
}

function upper(value: unknown): string | undefined {
  return textOf(value)?.toUpperCase();
}
