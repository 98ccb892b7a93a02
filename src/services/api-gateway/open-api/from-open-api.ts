import { type BasePathMode, basePathOf, withBasePath } from "../../execute-api/open-api/base-path.ts";
import { isRecord, type Json, recordOf, textOf, textsOf } from "../../execute-api/open-api/open-api-document.ts";
import type { RestApiRecord } from "../apis/api.ts";
import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type {
  AuthorizerRecord,
  DocumentationPartRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
} from "../parts/part.ts";
import { readAuthorizers } from "./import-authorizers.ts";
import { type MethodContents, readMethod } from "./import-method.ts";
import { ModelImport } from "./import-models.ts";

/** What a document says of an API, in AWS's shapes; what parts are called stands in the place of ids. */
export interface ApiContents {
  readonly settings: Partial<RestApiRecord>;
  readonly paths: ReadonlyMap<string, Readonly<Record<string, MethodContents>>>;
  readonly models: readonly Omit<ModelRecord, "id">[];
  readonly validators: readonly Omit<RequestValidatorRecord, "id">[];
  readonly authorizers: readonly Omit<AuthorizerRecord, "id">[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly documentation: readonly Omit<DocumentationPartRecord, "id">[];
  readonly warnings: readonly string[];
}

/** `schemaBase` is what models are referred to by: `https://…/restapis/ID/models/`. Source: "OpenAPI extensions for API Gateway". */
export function fromOpenApi(document: Json, mode: BasePathMode, schemaBase: string): ApiContents {
  checkSize(document);
  const warnings: string[] = [];
  const models = new ModelImport(document, schemaBase, warnings);
  const authorizers = readAuthorizers(document);
  const base = withBasePath(basePathOf(document), mode);
  const paths = new Map<string, Record<string, MethodContents>>();
  for (const [path, item] of Object.entries(recordOf(document.paths))) {
    if (!path.startsWith("/") || !isRecord(item)) continue;
    const whole = withoutEndSlashes(`${base}${path}`);
    const methods: Record<string, MethodContents> = {};
    for (const [verb, operation] of Object.entries(item)) {
      const httpMethod = verb === "x-amazon-apigateway-any-method" ? "ANY" : verb.toUpperCase();
      if (!known.has(httpMethod) || !isRecord(operation)) continue;
      methods[httpMethod] = readMethod({ document, models, warnings, path: whole, item, httpMethod, operation });
    }
    paths.set(whole, methods);
  }
  return {
    settings: readSettings(document),
    paths,
    models: models.all(),
    validators: readValidators(document),
    authorizers,
    gatewayResponses: readGatewayResponses(document),
    documentation: readDocumentation(recordOf(document["x-amazon-apigateway-documentation"])),
    warnings,
  };
}

/** Before any of it is read: what is more than an API may have takes no time. */
function checkSize(document: Json): void {
  const { schemas } = recordOf(document.components);
  if (Object.keys(recordOf(document.paths)).length > limits.resourcesPerApi)
    throw limitExceeded("Maximum number of resources for this API has been reached");
  if (Object.keys(recordOf(schemas ?? document.definitions)).length > limits.modelsPerApi)
    throw limitExceeded("Maximum number of models for this API has been reached");
}

const known: ReadonlySet<string> = new Set(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"]);

type Changing = { -readonly [K in keyof RestApiRecord]?: RestApiRecord[K] | undefined };

function readSettings(document: Json): Partial<RestApiRecord> {
  const { title, description, version } = recordOf(document.info);
  const settings: Changing = { name: textOf(title) ?? "" };
  const types = document["x-amazon-apigateway-binary-media-types"];
  const compression = document["x-amazon-apigateway-minimum-compression-size"];
  const policy = document["x-amazon-apigateway-policy"];
  const keySource = textOf(document["x-amazon-apigateway-api-key-source"]);
  const endpoint = recordOf(document["x-amazon-apigateway-endpoint-configuration"]);
  if (textOf(description)) settings.description = textOf(description);
  if (textOf(version)) settings.version = textOf(version);
  if (Array.isArray(types)) settings.binaryMediaTypes = types.map(String);
  if (typeof compression === "number") settings.minimumCompressionSize = compression;
  if (policy !== undefined) settings.policy = typeof policy === "string" ? policy : JSON.stringify(policy);
  if (keySource !== undefined)
    settings.apiKeySource = keySource.toUpperCase() === "AUTHORIZER" ? "AUTHORIZER" : "HEADER";
  if (typeof endpoint.disableExecuteApiEndpoint === "boolean")
    settings.disableExecuteApiEndpoint = endpoint.disableExecuteApiEndpoint;
  return settings as Partial<RestApiRecord>;
}

function readValidators(document: Json): Omit<RequestValidatorRecord, "id">[] {
  return Object.entries(recordOf(document["x-amazon-apigateway-request-validators"])).map(([name, value]) => {
    const { validateRequestBody, validateRequestParameters } = recordOf(value);
    return {
      name,
      validateRequestBody: validateRequestBody === true,
      validateRequestParameters: validateRequestParameters === true,
    };
  });
}

function readGatewayResponses(document: Json): GatewayResponseRecord[] {
  return Object.entries(recordOf(document["x-amazon-apigateway-gateway-responses"])).map(([type, value]) => {
    const { statusCode, responseParameters, responseTemplates } = recordOf(value);
    return {
      responseType: type as NonNullable<GatewayResponseRecord["responseType"]>,
      ...(statusCode !== undefined && { statusCode: textOf(statusCode) }),
      responseParameters: textsOf(responseParameters) ?? {},
      ...(responseTemplates !== undefined && { responseTemplates: textsOf(responseTemplates) ?? {} }),
      defaultResponse: false,
    };
  });
}

/** `x-amazon-apigateway-documentation`, or a document of nothing else. */
export function readDocumentation({ documentationParts }: Json): Omit<DocumentationPartRecord, "id">[] {
  if (!Array.isArray(documentationParts)) return [];
  return documentationParts.filter(isRecord).map(({ location, properties }) => ({
    location: textsOf(location) as unknown as DocumentationPartRecord["location"],
    properties: typeof properties === "string" ? properties : JSON.stringify(properties ?? {}),
  }));
}

/** The root stays one. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}
