import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { apiGateway } from "../service.ts";

const gateway = "api-gateway";
const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

/** What a vending machine is paid by: an authorizer, a validator, models that refer to one another. */
const machine = {
  openapi: "3.0.1",
  info: { title: "machine", version: "7", description: "pays and sells" },
  servers: [{ url: "https://example.com/{basePath}", variables: { basePath: { default: "/v1" } } }],
  paths: {
    "/products/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: {
        operationId: "getProduct",
        security: [{ who: [] }],
        parameters: [{ name: "lang", in: "query", required: true, schema: { type: "string" } }],
        responses: {
          200: {
            description: "it",
            headers: { ETag: { schema: { type: "string" } } },
            content: { "application/json": { schema: { $ref: "#/components/schemas/Product" } } },
          },
        },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200", responseTemplates: { "application/json": "{}" } } },
        },
      },
    },
    "/payments": {
      post: {
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Payment" } } } },
        "x-amazon-apigateway-request-validator": "all",
        responses: { 201: { description: "paid" } },
        "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "post", uri: functionUri },
      },
    },
  },
  components: {
    schemas: {
      Product: { type: "object", properties: { name: { type: "string" } } },
      Payment: { type: "object", required: ["of"], properties: { of: { $ref: "#/components/schemas/Product" } } },
    },
    securitySchemes: {
      who: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: functionUri },
      },
    },
  },
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
  "x-amazon-apigateway-gateway-responses": {
    DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.A": "'b'" } },
  },
  "x-amazon-apigateway-binary-media-types": ["image/png"],
  "x-amazon-apigateway-documentation": {
    documentationParts: [{ location: { type: "API" }, properties: { description: "a machine" } }],
  },
};

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [apiGateway]);
  const read = async (document: object, parameters?: Record<string, string>) => {
    const body = Buffer.from(JSON.stringify(document));
    const api = await call(gateway, "ImportRestApi", { body, ...(parameters && { parameters }) });
    return { ...api, restApiId: api.id ?? "" };
  };
  const resources = async (restApiId: string) =>
    (await call(gateway, "GetResources", { restApiId, embed: ["methods"] })).items ?? [];
  return { call, read, resources };
}

test("a document becomes an API with its resources, methods, models, authorizers, validators and answers", async (context) => {
  const { call, read, resources } = await open(context);
  const { restApiId, ...api } = await read(machine, { basepath: "prepend", endpointConfigurationTypes: "REGIONAL" });
  assert.deepEqual(
    [api.name, api.version, api.description, api.binaryMediaTypes, api.endpointConfiguration?.types],
    ["machine", "7", "pays and sells", ["image/png"], ["REGIONAL"]],
  );
  const all = await resources(restApiId);
  assert.deepEqual(
    all.map(({ path }) => path),
    ["/", "/v1", "/v1/payments", "/v1/products", "/v1/products/{id}"],
  );
  const get = all.at(-1)?.resourceMethods?.GET;
  const [authorizer] = (await call(gateway, "GetAuthorizers", { restApiId })).items ?? [];
  assert.deepEqual(
    [authorizer?.name, authorizer?.type, authorizer?.identitySource],
    ["who", "TOKEN", "method.request.header.Authorization"],
  );
  assert.deepEqual(
    [get?.authorizationType, get?.authorizerId, get?.operationName],
    ["CUSTOM", authorizer?.id, "getProduct"],
  );
  assert.deepEqual(get?.requestParameters, { "method.request.path.id": true, "method.request.querystring.lang": true });
  assert.deepEqual(get?.methodResponses?.["200"], {
    statusCode: "200",
    responseParameters: { "method.response.header.ETag": false },
    responseModels: { "application/json": "Product" },
  });
  const post = all.find(({ path }) => path === "/v1/payments")?.resourceMethods?.POST;
  const [validator] = (await call(gateway, "GetRequestValidators", { restApiId })).items ?? [];
  assert.deepEqual([post?.requestModels, post?.requestValidatorId], [{ "application/json": "Payment" }, validator?.id]);
  assert.deepEqual([post?.methodIntegration?.type, post?.methodIntegration?.httpMethod], ["AWS_PROXY", "POST"]);
  const models = (await call(gateway, "GetModels", { restApiId })).items ?? [];
  assert.deepEqual(
    models.map(({ name }) => name),
    ["Payment", "Product"],
  );
  assert.match(models[0]?.schema ?? "", new RegExp(`restapis/${restApiId}/models/Product`));
  const answer = await call(gateway, "GetGatewayResponse", { restApiId, responseType: "DEFAULT_4XX" });
  assert.deepEqual(answer.responseParameters, { "gatewayresponse.header.A": "'b'" });
  const parts = (await call(gateway, "GetDocumentationParts", { restApiId })).items ?? [];
  assert.deepEqual(parts[0]?.properties, '{"description":"a machine"}');
});

test("putting a document over an API keeps ids of paths that stay; merging keeps what the document has not", async (context) => {
  const { call, read, resources } = await open(context);
  const { restApiId } = await read(machine);
  const before = await resources(restApiId);
  const idOf = (all: typeof before, path: string) => all.find((each) => each.path === path)?.id;
  const other = {
    openapi: "3.0.1",
    info: { title: "other", version: "8" },
    paths: { "/payments": { get: { "x-amazon-apigateway-integration": { type: "mock" } } } },
  };
  const body = Buffer.from(JSON.stringify(other));
  const merged = await call(gateway, "PutRestApi", { restApiId, body, mode: "merge" });
  assert.deepEqual([merged.name, merged.version, merged.binaryMediaTypes], ["other", "8", ["image/png"]]);
  const both = (await resources(restApiId)).find(({ path }) => path === "/payments");
  assert.deepEqual(Object.keys(both?.resourceMethods ?? {}).toSorted(), ["GET", "POST"]);
  await call(gateway, "PutRestApi", { restApiId, body, mode: "overwrite" });
  const after = await resources(restApiId);
  assert.deepEqual(
    after.map(({ path }) => path),
    ["/", "/payments"],
  );
  assert.equal(idOf(after, "/payments"), idOf(before, "/payments"));
  assert.deepEqual((await call(gateway, "GetModels", { restApiId })).items, []);
});

test("what is no document, and what AWS refuses of a part, is refused, and nothing of it stays", async (context) => {
  const { call, read } = await open(context);
  const refused = { name: "BadRequestException" };
  for (const body of ["{'key:value}", "a: [", "{}", '{"openapi":"3.0.1"'])
    await assert.rejects(call(gateway, "ImportRestApi", { body: Buffer.from(body) }), {
      ...refused,
      message: "Invalid OpenAPI input.",
    });
  const bad = structuredClone(machine) as { paths: Record<string, object> };
  bad.paths["/bad"] = {
    get: { "x-amazon-apigateway-integration": { type: "http", httpMethod: "GET", uri: "ftp://a" } },
  };
  await assert.rejects(read(bad), {
    ...refused,
    message:
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/bad': Invalid HTTP endpoint specified for URI",
  });
  assert.deepEqual((await call(gateway, "GetRestApis", {})).items, []);
  const named = structuredClone(machine) as { components: { schemas: Record<string, object> } };
  named.components.schemas["not-a-name"] = {};
  const body = Buffer.from(JSON.stringify(named));
  await assert.rejects(call(gateway, "ImportRestApi", { body, failOnWarnings: true }), {
    ...refused,
    message: /^Warnings found during import:\n\tIgnoring schema 'not-a-name'/,
  });
  assert.equal((await call(gateway, "ImportRestApi", { body })).warnings?.length, 1);
});

test("YAML is read; anchors that stand for gigabytes, and what takes minutes to be read, are not", async (context) => {
  const { call } = await open(context);
  const yaml = 'swagger: "2.0"\ninfo: {title: y, version: "1"}\nbasePath: /a/b\npaths:\n  /c: {}\n';
  const { id: restApiId = "" } = await call(gateway, "ImportRestApi", {
    body: Buffer.from(yaml),
    parameters: { basepath: "split" },
  });
  const { items = [] } = await call(gateway, "GetResources", { restApiId });
  assert.deepEqual(
    items.map(({ path }) => path),
    ["/", "/b", "/b/c"],
  );
  const lines = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
  const bomb = `swagger: "2.0"\na0: &a0 [x]\n${lines.join("\n")}\n`;
  for (const hostile of [bomb, "{".repeat(30_000)])
    await assert.rejects(call(gateway, "ImportRestApi", { body: Buffer.from(hostile) }), {
      name: "BadRequestException",
    });
});

test("what was imported is exported, and what was exported imports to the same", async (context) => {
  const { call, read, resources } = await open(context);
  const { restApiId } = await read(machine);
  await call(gateway, "CreateDeployment", { restApiId, stageName: "live" });
  const text = async (exportType: string, more: object = {}) => {
    const { body, contentDisposition } = await call(gateway, "GetExport", {
      restApiId,
      stageName: "live",
      exportType,
      ...more,
    });
    return { text: Buffer.from(body ?? "").toString(), contentDisposition };
  };
  const plain = await text("oas30");
  assert.equal(plain.contentDisposition, 'attachment; filename="oas30_7.json"');
  assert.doesNotMatch(plain.text, /x-amazon-apigateway-integration/);
  const v2 = JSON.parse((await text("swagger")).text);
  assert.deepEqual(
    [v2.swagger, v2.basePath, Object.keys(v2.definitions).toSorted()],
    ["2.0", "/live", ["Payment", "Product"]],
  );
  const { text: whole } = await text("oas30", { parameters: { extensions: "apigateway" } });
  const copy = await call(gateway, "ImportRestApi", { body: Buffer.from(whole) });
  const shape = async (id: string) =>
    JSON.stringify(await resources(id)).replace(
      /"(id|parentId|authorizerId|requestValidatorId|cacheNamespace)":"[a-z0-9]+"/g,
      "",
    );
  assert.equal(await shape(copy.id ?? ""), await shape(restApiId));
  assert.match((await text("oas30", { accepts: "application/yaml" })).text, /^openapi: 3\.0\.1\n/);
  await assert.rejects(text("raml"), { name: "BadRequestException" });
});

test("a document of more paths than an API may have is refused, however many or deep they are, and leaves nothing", async (context) => {
  const { call } = await openServiceTest(context, [apiGateway]);
  const item = { get: { responses: { 200: { description: "it" } } } };
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`/a${at}/b${at}`, item]));
  for (const paths of [many, { [`/${"a/".repeat(50_000)}`]: item }]) {
    const document = { openapi: "3.0.1", info: { title: "many", version: "1" }, paths };
    await assert.rejects(call(gateway, "ImportRestApi", { body: Buffer.from(JSON.stringify(document)) }), {
      name: "LimitExceededException",
    });
  }
  assert.deepEqual((await call(gateway, "GetRestApis", {})).items, []);
});
