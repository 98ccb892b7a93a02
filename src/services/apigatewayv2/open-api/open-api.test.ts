import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { parse } from "yaml";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { apiGatewayV2 } from "../service.ts";

const functionUri = "arn:aws:lambda:us-east-1:000000000000:function:f";
const refused = (message: RegExp) => ({ name: "BadRequestException", message });

const definition = {
  openapi: "3.0.1",
  info: { title: "shop", version: "7", description: "what is sold" },
  servers: [{ url: "/v1/inner" }],
  tags: [{ name: "team", "x-amazon-apigateway-tag-value": "a" }],
  paths: {
    "/pets/{id}": {
      get: {
        operationId: "getPet",
        security: [{ jwt: ["pets:read"] }],
        "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/echo" },
      },
      post: {
        security: [{ judge: [] }],
        "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/echo" },
      },
    },
    "/files/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri: "https://example.com/{proxy}",
          payloadFormatVersion: "1.0",
          timeoutInMillis: 2_000,
          requestParameters: { "append:header.a": "1" },
        },
      },
    },
    "/$default": {
      "x-amazon-apigateway-any-method": {
        isDefaultRoute: true,
        "x-amazon-apigateway-integration": { type: "aws_proxy", uri: functionUri, payloadFormatVersion: "2.0" },
      },
    },
  },
  components: {
    securitySchemes: {
      jwt: {
        type: "oauth2",
        "x-amazon-apigateway-authorizer": {
          type: "jwt",
          identitySource: "$request.header.Authorization",
          jwtConfiguration: { issuer: "https://issuer.example.com", audience: ["shop"] },
        },
      },
      judge: {
        type: "apiKey",
        name: "x-token",
        in: "header",
        "x-amazon-apigateway-authorizer": {
          type: "request",
          identitySource: "$request.header.x-token,$context.stage",
          authorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionUri}/invocations`,
          authorizerPayloadFormatVersion: "2.0",
          authorizerResultTtlInSeconds: 60,
          enableSimpleResponses: true,
        },
      },
    },
    "x-amazon-apigateway-integrations": {
      echo: { type: "aws_proxy", httpMethod: "POST", uri: functionUri, payloadFormatVersion: "2.0" },
    },
  },
  "x-amazon-apigateway-cors": { allowOrigins: ["https://a.example"], allowMethods: ["GET"], maxAge: 60 },
};
const Body = JSON.stringify(definition);

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [apiGatewayV2]);
  const partsOf = async (ApiId: string) => {
    const [routes, integrations, authorizers] = await Promise.all([
      call("apigatewayv2", "GetRoutes", { ApiId }),
      call("apigatewayv2", "GetIntegrations", { ApiId }),
      call("apigatewayv2", "GetAuthorizers", { ApiId }),
    ]);
    const byKey = new Map((routes.Items ?? []).map((route) => [route.RouteKey, route]));
    return { routes: byKey, integrations: integrations.Items ?? [], authorizers: authorizers.Items ?? [] };
  };
  return { call, partsOf };
}

test("an HTTP API is made of a document: routes, integrations that are shared, authorizers, CORS and tags", async (context) => {
  const { call, partsOf } = await open(context);
  const made = await call("apigatewayv2", "ImportApi", { Body });
  assert.deepEqual([made.Name, made.Version, made.Description], ["shop", "7", "what is sold"]);
  assert.deepEqual(made.Tags, { team: "a" });
  assert.deepEqual(made.CorsConfiguration, { AllowOrigins: ["https://a.example"], AllowMethods: ["GET"], MaxAge: 60 });
  const { routes, integrations, authorizers } = await partsOf(made.ApiId ?? "");
  assert.deepEqual(
    [...routes.keys()].toSorted(),
    ["$default", "ANY /files/{proxy+}", "GET /pets/{id}", "POST /pets/{id}"].toSorted(),
  );
  const get = routes.get("GET /pets/{id}");
  assert.equal(get?.Target, routes.get("POST /pets/{id}")?.Target);
  assert.equal(integrations.length, 3);
  assert.deepEqual(
    [get?.AuthorizationType, get?.AuthorizationScopes, get?.OperationName],
    ["JWT", ["pets:read"], "getPet"],
  );
  assert.equal(routes.get("ANY /files/{proxy+}")?.AuthorizationType, "AWS_IAM");
  const judge = authorizers.find(({ Name }) => Name === "judge");
  assert.deepEqual(judge?.IdentitySource, ["$request.header.x-token", "$context.stage"]);
  assert.equal(routes.get("POST /pets/{id}")?.AuthorizerId, judge?.AuthorizerId);
  const forward = integrations.find(({ IntegrationType }) => IntegrationType === "HTTP_PROXY");
  assert.deepEqual([forward?.TimeoutInMillis, forward?.RequestParameters], [2_000, { "append:header.a": "1" }]);
  for (const [Basepath, key] of [
    ["prepend", "GET /v1/inner/pets/{id}"],
    ["split", "GET /inner/pets/{id}"],
  ] as const) {
    const { ApiId = "" } = await call("apigatewayv2", "ImportApi", { Body, Basepath });
    assert.ok((await partsOf(ApiId)).routes.has(key), key);
  }
});

test("a document takes the place of what an API was, at once where stages deploy by themselves, and its export is such a document", async (context) => {
  const { call, partsOf } = await open(context);
  const { ApiId = "" } = await call("apigatewayv2", "ImportApi", { Body });
  const before = await partsOf(ApiId);
  await call("apigatewayv2", "CreateStage", { ApiId, StageName: "live", AutoDeploy: true });
  const exported = async (more: object) => {
    const input = { ApiId, Specification: "OAS30", OutputType: "JSON", ...more };
    const { body } = await call("apigatewayv2", "ExportApi", input);
    return Buffer.from(body ?? "").toString();
  };
  const first = JSON.parse(await exported({ StageName: "live" }));
  assert.deepEqual(first.servers, [
    {
      url: `https://${ApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
      variables: { basePath: { default: "live" } },
    },
  ]);
  assert.deepEqual(first.paths["/files/{proxy+}"]["x-amazon-apigateway-any-method"].parameters, [
    {
      name: "proxy+",
      in: "path",
      description: "Generated path parameter for proxy+",
      required: true,
      schema: { type: "string" },
    },
  ]);
  assert.deepEqual(first["x-amazon-apigateway-cors"], definition["x-amazon-apigateway-cors"]);
  const again = await call("apigatewayv2", "ImportApi", { Body: JSON.stringify(first), FailOnWarnings: true });
  const copy = await partsOf(again.ApiId ?? "");
  assert.deepEqual([...copy.routes.keys()].toSorted(), [...before.routes.keys()].toSorted());
  assert.deepEqual(copy.routes.get("GET /pets/{id}")?.AuthorizationScopes, ["pets:read"]);
  const bare = JSON.parse(await exported({ IncludeExtensions: false }));
  assert.doesNotMatch(JSON.stringify(bare), /x-amazon-apigateway-(?:integration|cors|auth)/);

  const paths = { "/pets/{id}": { get: { "x-amazon-apigateway-integration": { $ref: "#/a/echo" } } }, "/new": {} };
  const { "x-amazon-apigateway-cors": _, ...rest } = { ...definition, info: { title: "store" }, paths };
  const changed = await call("apigatewayv2", "ReimportApi", { ApiId, Body: JSON.stringify(rest) });
  assert.deepEqual([changed.ApiId, changed.Name, changed.CorsConfiguration], [ApiId, "store", undefined]);
  const after = await partsOf(ApiId);
  assert.deepEqual([...after.routes.keys()], ["GET /pets/{id}"]);
  assert.equal(after.routes.get("GET /pets/{id}")?.RouteId, before.routes.get("GET /pets/{id}")?.RouteId);
  assert.equal(after.integrations.length, 1);
  const yaml = parse(await exported({ StageName: "live", OutputType: "YAML" }));
  assert.deepEqual([Object.keys(yaml.paths), yaml.info.title], [["/pets/{id}"], "store"]);
});

test("versions in YAML are texts; answers of models that there are not are warned of", async (context) => {
  const { call } = await open(context);
  const Body = "openapi: 3.0\ninfo:\n  title: a\n  version: 2.0\npaths: {}\n";
  assert.equal((await call("apigatewayv2", "ImportApi", { Body })).Version, "2.0");
  const answer = { content: { "application/json": { schema: { $ref: "#/components/schemas/None" } } } };
  const get = {
    "x-amazon-apigateway-integration": { type: "HTTP_PROXY", httpMethod: "GET", uri: "https://example.com" },
    responses: { 200: answer },
  };
  const unknown = JSON.stringify({ ...definition, paths: { "/update": { get } } });
  const warning =
    "Parse issue: attribute paths.'/update'(get).responses.200.content.schema.#/components/schemas/None is missing";
  assert.deepEqual((await call("apigatewayv2", "ImportApi", { Body: unknown })).Warnings, [warning]);
  await assert.rejects(call("apigatewayv2", "ImportApi", { Body: unknown, FailOnWarnings: true }), {
    message: `Warnings found during import:\n\t${warning}`,
  });
});

test("what is no definition, or has more or other than an API may have, is refused and changes nothing", async (context) => {
  const { call, partsOf } = await open(context);
  const { ApiId = "" } = await call("apigatewayv2", "ImportApi", { Body });
  const withPaths = (paths: object) => JSON.stringify({ ...definition, paths });
  const many = Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`/${at}`, { get: {} }]));
  const forward = (uri: string) => ({
    get: { "x-amazon-apigateway-integration": { type: "http_proxy", httpMethod: "GET", uri } },
  });
  const refusals = [
    ["", /Invalid OpenAPI input/],
    ["{}", /Invalid OpenAPI input/],
    [JSON.stringify({ swagger: "2.0", info: {}, paths: {} }), /OpenAPI version is not supported/],
    [withPaths(many), /Maximum number of Routes/],
    [withPaths({ "/a": forward("nowhere") }), /Unable to create integration nowhere: Invalid HTTP endpoint/],
    [withPaths({ "/{a": forward("https://example.com") }), /Unable to create route GET \/\{a/],
    [
      withPaths({ "/a": forward("https://example.com"), "/a/": forward("https://example.com") }),
      /Route with key GET \/a already exists/,
    ],
  ] as const;
  for (const [given, message] of refusals)
    await assert.rejects(call("apigatewayv2", "ReimportApi", { ApiId, Body: given }), refused(message));
  assert.equal((await partsOf(ApiId)).routes.size, 4);
  const paths = { "/a": { get: { security: [{ nobody: [] }] } } };
  const { Warnings = [] } = await call("apigatewayv2", "ImportApi", { Body: withPaths(paths) });
  assert.equal(Warnings.length, 2);
  await assert.rejects(
    call("apigatewayv2", "ImportApi", { Body: withPaths(paths), FailOnWarnings: true }),
    refused(/Warnings found during import/),
  );
  const socket = { Name: "chat", ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.a" } as const;
  const chat = await call("apigatewayv2", "CreateApi", socket);
  await assert.rejects(
    call("apigatewayv2", "ExportApi", { ApiId: chat.ApiId ?? "", Specification: "OAS30", OutputType: "JSON" }),
    refused(/Only HTTP APIs/),
  );
});
