import type { Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import {
  isRecord,
  type Json,
  listOf,
  recordOf,
  resolve,
  textOf,
} from "../../execute-api/open-api/open-api-document.ts";
import { securitySchemes } from "./import-authorizers.ts";
import { readIntegration } from "./import-integration.ts";
import type { ModelImport } from "./import-models.ts";

/** A method, and by their names what it asks of the API. */
export interface MethodContents {
  readonly method: Method;
  readonly authorizer?: string | undefined;
  readonly validator?: string | undefined;
}

interface Operation {
  readonly document: Json;
  readonly models: ModelImport;
  readonly warnings: string[];
  readonly path: string;
  readonly item: Json;
  readonly httpMethod: string;
  readonly operation: Json;
}

/** An operation of a document as a method. */
export function readMethod(given: Operation): MethodContents {
  const { document, httpMethod, operation } = given;
  const { requestParameters, requestModels } = readRequest(given);
  const methodResponses = readResponses(given);
  const integration = operation["x-amazon-apigateway-integration"];
  const { authorizer, ...security } = readSecurity(document, operation);
  const operationName = textOf(operation.operationId);
  const method: Method = {
    httpMethod,
    ...security,
    ...(operationName && { operationName }),
    ...(requestParameters && { requestParameters }),
    ...(requestModels && { requestModels }),
    ...(methodResponses && { methodResponses }),
    ...(isRecord(integration) && { methodIntegration: readIntegration(integration, given, given.warnings) }),
  };
  const validator = textOf(
    operation["x-amazon-apigateway-request-validator"] ?? document["x-amazon-apigateway-request-validator"],
  );
  return { method, authorizer, validator };
}

function readRequest({ document, models, warnings, path, item, operation }: Operation) {
  const parameters: Record<string, boolean> = {};
  const bodies: Record<string, string> = {};
  for (const [, name = ""] of path.matchAll(/\{([^{}+]+)\+?\}/g)) parameters[`method.request.path.${name}`] = true;
  for (const each of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const { in: where, name, required, schema } = resolve(document, each);
    if (where === "body") {
      const model = models.nameOf(schema);
      for (const type of typesOf(document, operation, "consumes")) if (model) bodies[type] = model;
    } else if (where === "path" || where === "query" || where === "header") {
      const kind = where === "query" ? "querystring" : where;
      parameters[`method.request.${kind}.${textOf(name)}`] = required === true || where === "path";
    } else warnings.push(`Parse issue: unsupported parameter location '${textOf(where)}' of '${textOf(name)}'`);
  }
  for (const [type, media] of Object.entries(recordOf(resolve(document, operation.requestBody).content))) {
    const model = models.nameOf(recordOf(media).schema);
    if (model) bodies[type] = model;
  }
  return {
    requestParameters: Object.keys(parameters).length > 0 ? parameters : undefined,
    requestModels: Object.keys(bodies).length > 0 ? bodies : undefined,
  };
}

function readResponses({ document, models, operation }: Operation): Record<string, MethodResponse> | undefined {
  const responses: Record<string, MethodResponse> = {};
  for (const [statusCode, value] of Object.entries(recordOf(operation.responses))) {
    if (!/^[1-5]\d\d$/.test(statusCode)) continue;
    const { headers, schema, content } = resolve(document, value);
    const names = Object.keys(recordOf(headers));
    const responseModels: Record<string, string> = {};
    const model = models.nameOf(schema);
    for (const type of typesOf(document, operation, "produces")) if (model) responseModels[type] = model;
    for (const [type, media] of Object.entries(recordOf(content))) {
      const ofType = models.nameOf(recordOf(media).schema);
      if (ofType) responseModels[type] = ofType;
    }
    responses[statusCode] = {
      statusCode,
      ...(names.length > 0 && {
        responseParameters: Object.fromEntries(names.map((name) => [`method.response.header.${name}`, false])),
      }),
      ...(Object.keys(responseModels).length > 0 && { responseModels }),
    };
  }
  return Object.keys(responses).length > 0 ? responses : undefined;
}

/** Of version 2. */
function typesOf(document: Json, operation: Json, member: "consumes" | "produces"): readonly string[] {
  const types = listOf(operation[member] ?? document[member]).map(String);
  return types.length > 0 ? types : ["application/json"];
}

/** What an operation asks of its callers: an authorizer, a signature, a key. Source: "x-amazon-apigateway-auth property", "-authtype". */
function readSecurity(document: Json, operation: Json) {
  const schemes = securitySchemes(document);
  let authorizationType = "NONE";
  let authorizer: string | undefined;
  let authorizationScopes: string[] | undefined;
  let apiKeyRequired = false;
  for (const requirement of listOf(operation.security ?? document.security).map(recordOf)) {
    for (const [name, scopes] of Object.entries(requirement)) {
      const scheme = recordOf(schemes[name]);
      const given = recordOf(scheme["x-amazon-apigateway-authorizer"]);
      const type = textOf(given.type)?.toLowerCase();
      const authType = textOf(scheme["x-amazon-apigateway-authtype"])?.toLowerCase();
      if (type !== undefined) {
        authorizer = name;
        authorizationType = type === "cognito_user_pools" ? "COGNITO_USER_POOLS" : "CUSTOM";
        if (Array.isArray(scopes) && scopes.length > 0 && type === "cognito_user_pools")
          authorizationScopes = scopes.map(String);
      } else if (authType === "awssigv4") authorizationType = "AWS_IAM";
      else if (scheme.type === "apiKey" && /^x-api-key$/i.test(textOf(scheme.name) ?? "")) apiKeyRequired = true;
    }
  }
  const auth = textOf(recordOf(operation["x-amazon-apigateway-auth"] ?? document["x-amazon-apigateway-auth"]).type);
  if (auth !== undefined && authorizer === undefined) authorizationType = auth.toUpperCase();
  return { authorizationType, authorizer, apiKeyRequired, ...(authorizationScopes && { authorizationScopes }) };
}
