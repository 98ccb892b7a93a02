import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { type BasePathMode, basePathOf, withBasePath } from "../../execute-api/open-api/base-path.ts";
import {
  isRecord,
  type Json,
  listOf,
  recordOf,
  textOf,
  textsOf,
} from "../../execute-api/open-api/open-api-document.ts";
import { defaultRoute } from "../../execute-api/route-key.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord, IntegrationRecord, RouteRecord } from "../parts/part.ts";
import { readAuthorizers, readSecurity } from "./read-security.ts";

/** What a document says of an HTTP API, in AWS's shapes; an authorizer's name and an integration's place in the list stand for their ids. */
export interface HttpApiContents {
  readonly settings: Partial<ApiRecord>;
  readonly routes: readonly ImportedRoute[];
  readonly integrations: readonly Omit<IntegrationRecord, "IntegrationId">[];
  readonly authorizers: readonly Omit<AuthorizerRecord, "AuthorizerId">[];
  readonly warnings: readonly string[];
}

export interface ImportedRoute {
  readonly route: Omit<RouteRecord, "RouteId" | "Target" | "AuthorizerId">;
  readonly integration: number | undefined;
  readonly authorizer: string | undefined;
}

/** Throws BadRequestException for what is no document of version 3. Source: "Working with OpenAPI definitions for HTTP APIs in API Gateway". */
export function fromOpenApi(document: Json, mode: BasePathMode): HttpApiContents {
  if (!/^3\.0/.test(textOf(document.openapi) ?? ""))
    throw invalid("OpenAPI version is not supported: HTTP APIs are imported from OpenAPI 3.0 definitions");
  const paths = Object.entries(recordOf(document.paths));
  if (paths.length > limits.routesPerApi) throw quotaExceeded("Routes", limits.routesPerApi);
  const warnings: string[] = [];
  const authorizers = readAuthorizers(document);
  const integrations = new IntegrationImport(document);
  const base = withBasePath(basePathOf(document), mode);
  const routes: ImportedRoute[] = [];
  for (const [path, item] of paths) {
    if (!isRecord(item)) continue;
    for (const [verb, operation] of Object.entries(item)) {
      const method = verb === "x-amazon-apigateway-any-method" ? "ANY" : verb.toUpperCase();
      if (!known.has(method) || !isRecord(operation)) continue;
      const isDefault = operation.isDefaultRoute === true || path === `/${defaultRoute}`;
      const { authorizer, ...security } = readSecurity(document, operation, warnings);
      const operationId = textOf(operation.operationId);
      const integration = integrations.placeOf(operation["x-amazon-apigateway-integration"]);
      if (integration === undefined)
        warnings.push(`No integration found for route ${method} ${path}. Route was created without a target.`);
      warnings.push(
        ...missingModels(document, operation).map((each) => `${parseIssue}paths.'${path}'(${verb}).${each}`),
      );
      routes.push({
        route: {
          RouteKey: isDefault ? defaultRoute : `${method} ${withoutEndSlash(`${base}${path}`)}`,
          ApiKeyRequired: false,
          ...(operationId !== undefined && { OperationName: operationId.slice(0, limits.operationNameCharacters) }),
          ...security,
        },
        integration,
        authorizer,
      });
    }
  }
  return { settings: readSettings(document), routes, integrations: integrations.all(), authorizers, warnings };
}

const known: ReadonlySet<string> = new Set(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"]);

const parseIssue = "Parse issue: attribute ";

/** Where answers are told to be of models that the document does not have. */
function missingModels(document: Json, operation: Json): string[] {
  const schemas = recordOf(recordOf(document.components).schemas);
  const missing = new Set<string>();
  for (const [status, response] of Object.entries(recordOf(operation.responses)))
    for (const content of Object.values(recordOf(recordOf(response).content))) {
      const reference = textOf(recordOf(recordOf(content).schema).$ref);
      const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference ?? "") ?? [];
      if (name !== undefined && !Object.hasOwn(schemas, name))
        missing.add(`responses.${status}.content.schema.${reference} is missing`);
    }
  return [...missing];
}

/** The root stays one. */
function withoutEndSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

type Changing = { -readonly [K in keyof ApiRecord]?: ApiRecord[K] };

function readSettings(document: Json): Partial<ApiRecord> {
  const { title, description, version } = recordOf(document.info);
  const settings: Changing = {};
  const cors = document["x-amazon-apigateway-cors"];
  const { disableExecuteApiEndpoint } = recordOf(document["x-amazon-apigateway-endpoint-configuration"]);
  const tags = Object.fromEntries(
    listOf(document.tags)
      .map(recordOf)
      .map((tag) => [textOf(tag.name) ?? "", textOf(tag["x-amazon-apigateway-tag-value"])] as const)
      .filter(([name, value]) => name !== "" && value !== undefined),
  ) as Record<string, string>;
  if (textOf(title)) settings.Name = String(textOf(title));
  if (textOf(description)) settings.Description = String(textOf(description));
  if (textOf(version)) settings.Version = String(textOf(version));
  if (cors !== undefined) settings.CorsConfiguration = readCors(recordOf(cors));
  if (typeof disableExecuteApiEndpoint === "boolean") settings.DisableExecuteApiEndpoint = disableExecuteApiEndpoint;
  if (Object.keys(tags).length > 0) settings.Tags = tags;
  return settings;
}

/** Source: "x-amazon-apigateway-cors object". */
function readCors(given: Json): Cors {
  const lists = {
    AllowHeaders: given.allowHeaders,
    AllowMethods: given.allowMethods,
    AllowOrigins: given.allowOrigins,
    ExposeHeaders: given.exposeHeaders,
  };
  return {
    ...Object.fromEntries(
      Object.entries(lists)
        .filter(([, value]) => Array.isArray(value))
        .map(([name, value]) => [name, listOf(value).map(String)]),
    ),
    ...(typeof given.allowCredentials === "boolean" && { AllowCredentials: given.allowCredentials }),
    ...(typeof given.maxAge === "number" && { MaxAge: given.maxAge }),
  };
}

/** Those of a document; one that several routes refer to is one. Source: "x-amazon-apigateway-integration object", "-integrations object". */
class IntegrationImport {
  readonly #shared: Json;
  readonly #places = new Map<string, number>();
  readonly #all: Omit<IntegrationRecord, "IntegrationId">[] = [];

  constructor(document: Json) {
    this.#shared = recordOf(recordOf(document.components)["x-amazon-apigateway-integrations"]);
  }

  all(): readonly Omit<IntegrationRecord, "IntegrationId">[] {
    return this.#all;
  }

  placeOf(given: unknown): number | undefined {
    if (!isRecord(given)) return undefined;
    const name = typeof given.$ref === "string" ? (given.$ref.split("/").at(-1) ?? "") : undefined;
    if (name === undefined) return this.#all.push(readIntegration(given)) - 1;
    const kept = this.#places.get(name);
    if (kept !== undefined) return kept;
    const shared = Object.hasOwn(this.#shared, name) ? this.#shared[name] : undefined;
    if (!isRecord(shared)) throw invalid(`Unable to find the integration ${name.slice(0, 100)} in the definition`);
    const place = this.#all.push(readIntegration(shared)) - 1;
    this.#places.set(name, place);
    return place;
  }
}

function readIntegration(given: Json): Omit<IntegrationRecord, "IntegrationId"> {
  const type = (textOf(given.type) ?? "").toUpperCase();
  const isOfService = given.integrationSubtype !== undefined;
  const method = textOf(given.httpMethod)?.toUpperCase() ?? (type === "AWS_PROXY" && !isOfService ? "POST" : undefined);
  const timeoutMs = Number(given.timeoutInMillis);
  const responses = recordOf(given.responseParameters);
  const texts = {
    ConnectionId: given.connectionId,
    CredentialsArn: given.credentials,
    Description: given.description,
    IntegrationSubtype: given.integrationSubtype,
    IntegrationUri: given.uri,
  };
  return {
    ConnectionType: (textOf(given.connectionType) ?? "INTERNET") as "INTERNET",
    IntegrationType: type as "AWS_PROXY",
    PayloadFormatVersion: textOf(given.payloadFormatVersion) ?? "1.0",
    TimeoutInMillis: given.timeoutInMillis === undefined ? limits.integrationTimeoutMs : timeoutMs,
    ...(method !== undefined && { IntegrationMethod: method }),
    ...Object.fromEntries(
      Object.entries(texts)
        .filter(([, value]) => textOf(value) !== undefined)
        .map(([name, value]) => [name, textOf(value)]),
    ),
    ...(given.requestParameters !== undefined && { RequestParameters: textsOf(given.requestParameters) ?? {} }),
    ...(given.responseParameters !== undefined && {
      ResponseParameters: Object.fromEntries(
        Object.entries(responses).map(([status, each]) => [status, textsOf(each) ?? {}]),
      ),
    }),
  };
}
