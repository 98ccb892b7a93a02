import type { Integration, Method } from "@aws-sdk/client-api-gateway";
import type { RestApiRecord } from "../apis/api.ts";
import type { Snapshot } from "../deployments/snapshot-store.ts";
import type { AuthorizerRecord, DocumentationVersionRecord } from "../parts/part.ts";

type Made = Record<string, unknown>;

export interface ExportParts {
  readonly api: RestApiRecord;
  readonly snapshot: Snapshot;
  readonly stageName: string;
  readonly region: string;
  /** `2026-11-30T14:56:49Z`, the version of an API that has none. */
  readonly version: string;
  readonly isV3: boolean;
  /** Which extensions: `apigateway` is all of them. */
  readonly extensions: ReadonlySet<string>;
  readonly documentation: DocumentationVersionRecord | undefined;
}

/** A deployment as a document. Source: "Export a REST API from API Gateway", and recorded documents. */
export function toOpenApi(parts: ExportParts): Made {
  const { api, snapshot, stageName, region, version, isV3, extensions } = parts;
  const host = `${api.id}.execute-api.${region}.amazonaws.com`;
  const has = (name: string) => extensions.has("apigateway") || extensions.has(name);
  const used = new Set<string>();
  const paths: Made = {};
  for (const { path, methods } of snapshot.resources.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    if (Object.keys(methods).length === 0) continue;
    const item: Made = {};
    for (const [name, method] of Object.entries(methods))
      item[name === "ANY" ? "x-amazon-apigateway-any-method" : name.toLowerCase()] = toOperation(
        parts,
        method,
        used,
        has,
      );
    paths[path] = item;
  }
  const schemas = toSchemas(snapshot, used, isV3 ? "#/components/schemas/" : "#/definitions/");
  const security = toSecurity(snapshot, isV3, has("authorizers"));
  const info = {
    title: api.name,
    ...(api.description && { description: api.description }),
    version: api.version ?? version,
  };
  return {
    ...(isV3
      ? {
          openapi: "3.0.1",
          info,
          servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: stageName } } }],
        }
      : { swagger: "2.0", info, host, basePath: `/${stageName}`, schemes: ["https"] }),
    paths,
    ...(isV3
      ? {
          components: {
            ...(Object.keys(schemas).length > 0 && { schemas }),
            ...(Object.keys(security).length > 0 && { securitySchemes: security }),
          },
        }
      : {
          ...(Object.keys(security).length > 0 && { securityDefinitions: security }),
          ...(Object.keys(schemas).length > 0 && { definitions: schemas }),
        }),
    ...(has("apigateway") && toExtensions(parts)),
    ...(parts.documentation && { "x-amazon-apigateway-documentation": toDocumentation(parts.documentation) }),
  };
}

function toOperation(
  { snapshot, isV3 }: ExportParts,
  method: Method,
  used: Set<string>,
  has: (name: string) => boolean,
): Made {
  const { requestModels = {}, methodResponses = {}, authorizationType, authorizerId, apiKeyRequired } = method;
  const bodies = Object.entries(requestModels);
  const responses = Object.values(methodResponses);
  for (const name of [
    ...bodies.map(([, model]) => model),
    ...responses.flatMap(({ responseModels = {} }) => Object.values(responseModels)),
  ])
    used.add(name);
  const parameters = Object.entries(method.requestParameters ?? {}).map(([source, required]) =>
    toParameter(source, required, isV3),
  );
  const [[, body] = []] = bodies;
  const produces = [...new Set(responses.flatMap(({ responseModels = {} }) => Object.keys(responseModels)))];
  const templated = Object.values(method.methodIntegration?.integrationResponses ?? {}).flatMap(
    ({ responseTemplates = {} }) => Object.keys(responseTemplates),
  );
  const authorizer = snapshot.authorizers.find(({ id }) => id === authorizerId);
  const scheme = authorizer?.name ?? (authorizationType === "AWS_IAM" ? "sigv4" : undefined);
  const security = [
    ...(scheme === undefined ? [] : [{ [scheme]: method.authorizationScopes ?? [] }]),
    ...(apiKeyRequired ? [{ api_key: [] }] : []),
  ];
  const validator = snapshot.validators.find(({ id }) => id === method.requestValidatorId);
  const outgoing = [...new Set([...produces, ...templated])];
  const ofRequest = Object.keys(method.methodIntegration?.requestTemplates ?? {});
  const consumes = bodies.length > 0 ? bodies.map(([type]) => type) : ofRequest;
  return {
    ...(method.operationName && { operationId: method.operationName }),
    ...(!isV3 && consumes.length > 0 && { consumes }),
    ...(!isV3 && outgoing.length > 0 && { produces: outgoing }),
    ...withParameters(parameters, body, isV3),
    ...(isV3 && bodies.length > 0 && { requestBody: { content: toContent(requestModels), required: true } }),
    ...(responses.length > 0 && { responses: toResponses(method, isV3) }),
    ...(security.length > 0 && { security }),
    ...(validator && has("validators") && { "x-amazon-apigateway-request-validator": validator.name }),
    ...(method.methodIntegration &&
      has("integrations") && {
        "x-amazon-apigateway-integration": toIntegration(method.methodIntegration),
      }),
  };
}

function withParameters(parameters: readonly Made[], body: string | undefined, isV3: boolean): Made {
  const all = [
    ...parameters,
    ...(body !== undefined && !isV3
      ? [{ in: "body", name: body, required: true, schema: { $ref: `#/definitions/${body}` } }]
      : []),
  ];
  return all.length > 0 ? { parameters: all } : {};
}

function toParameter(source: string, required: boolean, isV3: boolean): Made {
  const [, kind = "", name = ""] = /^method\.request\.(\w+)\.(.+)$/.exec(source) ?? [];
  const place = kind.endsWith("querystring") ? "query" : kind.replace("multivalue", "");
  if (!isV3) return { name, in: place, required, type: "string" };
  return { name, in: place, ...(required && { required }), schema: { type: "string" } };
}

function toContent(models: Readonly<Record<string, string>>): Made {
  return Object.fromEntries(
    Object.entries(models).map(([type, model]) => [type, { schema: { $ref: `#/components/schemas/${model}` } }]),
  );
}

function toResponses({ methodResponses = {} }: Method, isV3: boolean): Made {
  const entries = Object.entries(methodResponses).map(([status, { responseParameters = {}, responseModels = {} }]) => {
    const headers = Object.keys(responseParameters).map((each) => [
      each.replace("method.response.header.", ""),
      isV3 ? { schema: { type: "string" } } : { type: "string" },
    ]);
    const [model] = Object.values(responseModels);
    return [
      status,
      {
        description: `${status} response`,
        ...(!isV3 && model !== undefined && { schema: { $ref: `#/definitions/${model}` } }),
        ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
        ...(isV3 && { content: toContent(responseModels) }),
      },
    ];
  });
  return Object.fromEntries(entries);
}

function toIntegration(given: Integration): Made {
  const {
    type,
    httpMethod,
    uri,
    credentials,
    passthroughBehavior,
    contentHandling,
    requestParameters,
    requestTemplates,
  } = given;
  const responses = Object.values(given.integrationResponses ?? {}).map(({ selectionPattern, ...rest }) => {
    const { statusCode, responseParameters, responseTemplates } = rest;
    const made = {
      statusCode,
      ...(responseParameters && { responseParameters }),
      ...(responseTemplates && { responseTemplates }),
      ...(rest.contentHandling && { contentHandling: rest.contentHandling }),
    };
    return [selectionPattern || "default", made];
  });
  const cacheKeys = given.cacheKeyParameters ?? [];
  return {
    type: type?.toLowerCase(),
    ...(httpMethod !== undefined && { httpMethod }),
    ...(uri !== undefined && { uri }),
    ...(credentials !== undefined && { credentials }),
    ...(responses.length > 0 && { responses: Object.fromEntries(responses) }),
    ...(requestParameters && { requestParameters }),
    ...(requestTemplates && { requestTemplates }),
    ...(passthroughBehavior !== undefined && { passthroughBehavior: passthroughBehavior.toLowerCase() }),
    ...(contentHandling !== undefined && { contentHandling }),
    ...(given.connectionType === "VPC_LINK" && { connectionType: "VPC_LINK", connectionId: given.connectionId }),
    ...(given.timeoutInMillis !== undefined &&
      given.timeoutInMillis !== 29_000 && { timeoutInMillis: given.timeoutInMillis }),
    ...(cacheKeys.length > 0 && { cacheKeyParameters: cacheKeys, cacheNamespace: given.cacheNamespace }),
  };
}

/** Those that are used, and those that these refer to. */
function toSchemas({ models }: Snapshot, used: Set<string>, base: string): Made {
  const made: Made = {};
  const open = [...used];
  const seen = new Set(open);
  for (let at = 0; at < open.length; at += 1) {
    const model = models.find(({ name }) => name === open[at]);
    if (!model) continue;
    const schema = (model.schema ?? "{}").replace(/"https:\/\/[^"]*\/models\/([A-Za-z0-9]+)"/g, (_, name: string) => {
      if (!seen.has(name)) {
        seen.add(name);
        open.push(name);
      }
      return JSON.stringify(`${base}${name}`);
    });
    made[model.name] = parse(schema);
  }
  return made;
}

function parse(schema: string): unknown {
  try {
    return JSON.parse(schema);
  } catch {
    return {};
  }
}

function toSecurity({ authorizers, resources }: Snapshot, isV3: boolean, withAuthorizers: boolean): Made {
  const methods = resources.flatMap((resource) => Object.values(resource.methods));
  const made: Made = {};
  for (const authorizer of authorizers) {
    const header = authorizer.identitySource?.replace(/^method\.request\.header\./, "");
    made[authorizer.name] = {
      type: "apiKey",
      name: authorizer.type === "REQUEST" ? "Unused" : (header ?? "Authorization"),
      in: "header",
      ...(authorizer.authType && withAuthorizers && { "x-amazon-apigateway-authtype": authorizer.authType }),
      ...(withAuthorizers && { "x-amazon-apigateway-authorizer": toAuthorizer(authorizer) }),
    };
  }
  if (methods.some(({ authorizationType }) => authorizationType === "AWS_IAM"))
    made.sigv4 = {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "awsSigv4",
    };
  if (methods.some(({ apiKeyRequired }) => apiKeyRequired))
    made.api_key = { type: "apiKey", name: "x-api-key", in: "header" };
  return isV3 || Object.keys(made).length > 0 ? made : {};
}

function toAuthorizer({ id: _, name: __, authType: ___, type, ...rest }: AuthorizerRecord): Made {
  return { ...rest, type: type?.toLowerCase() };
}

function toExtensions({ api, snapshot }: ExportParts): Made {
  const validators = snapshot.validators.map(({ name, validateRequestBody, validateRequestParameters }) => [
    name,
    { validateRequestParameters, validateRequestBody },
  ]);
  const responses = snapshot.gatewayResponses.map(
    ({ responseType, statusCode, responseParameters, responseTemplates }) => [
      responseType,
      { ...(statusCode !== undefined && { statusCode: Number(statusCode) }), responseParameters, responseTemplates },
    ],
  );
  return {
    ...(api.apiKeySource === "AUTHORIZER" && { "x-amazon-apigateway-api-key-source": "AUTHORIZER" }),
    ...(validators.length > 0 && { "x-amazon-apigateway-request-validators": Object.fromEntries(validators) }),
    ...(responses.length > 0 && { "x-amazon-apigateway-gateway-responses": Object.fromEntries(responses) }),
    ...(api.policy !== undefined && { "x-amazon-apigateway-policy": parse(api.policy) }),
    ...(api.minimumCompressionSize !== undefined && {
      "x-amazon-apigateway-minimum-compression-size": api.minimumCompressionSize,
    }),
    ...(api.binaryMediaTypes && { "x-amazon-apigateway-binary-media-types": api.binaryMediaTypes }),
  };
}

function toDocumentation({ version, createdMs, parts }: DocumentationVersionRecord): Made {
  return {
    version,
    createdDate: new Date(createdMs).toISOString(),
    documentationParts: parts.map(({ location, properties }) => ({ location, properties: parse(properties ?? "{}") })),
  };
}
