import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { apiGatewayV2 } from "../../apigatewayv2/service.ts";
import type { CallInput } from "../../service.ts";
import type { ApiGateway } from "../model.ts";
import { apiGateway } from "../service.ts";

const gateway = "api-gateway";
const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [apiGateway, apiGatewayV2]);
  const makeApi = async (more: Partial<CallInput<ApiGateway, "CreateRestApi">> = {}) => {
    const made = await call(gateway, "CreateRestApi", { name: "shop", ...more });
    return { ...made, restApiId: made.id ?? "", rootId: made.rootResourceId ?? "" };
  };
  /** An API whose root answers GET by itself. */
  const makeMock = async () => {
    const { restApiId, rootId } = await makeApi();
    const place = { restApiId, resourceId: rootId, httpMethod: "GET" };
    await call(gateway, "PutMethod", { ...place, authorizationType: "NONE" });
    await call(gateway, "PutIntegration", { ...place, type: "MOCK" });
    return { restApiId, rootId, place };
  };
  return { call, makeApi, makeMock };
}

const refusal = (name: string, message: string) => ({ name, message });
const badRequest = (message: string) => refusal("BadRequestException", message);
const notFound = (message: string) => refusal("NotFoundException", message);

test("an API is made, shown, listed, changed, tagged and deleted with all that is in it", async (context) => {
  const { call, makeApi } = await open(context);
  const { restApiId, rootId, ...made } = await makeApi({ tags: { a: "1" } });
  assert.deepEqual([made.apiKeySource, made.disableExecuteApiEndpoint], ["HEADER", false]);
  assert.deepEqual(made.endpointConfiguration, { types: ["EDGE"], ipAddressType: "ipv4" });
  assert.equal((await call(gateway, "GetRestApi", { restApiId })).name, "shop");
  await makeApi({ name: "other" });
  const first = await call(gateway, "GetRestApis", { limit: 1 });
  const second = await call(gateway, "GetRestApis", { limit: 1, position: first.position });
  assert.deepEqual([...(first.items ?? []), ...(second.items ?? [])].map(({ name }) => name).toSorted(), [
    "other",
    "shop",
  ]);
  assert.equal(second.position, undefined);

  const update = (op: "add" | "remove" | "replace", path: string, value?: string) =>
    call(gateway, "UpdateRestApi", { restApiId, patchOperations: [{ op, path, value }] });
  assert.deepEqual((await update("add", "/binaryMediaTypes/image~1png")).binaryMediaTypes, ["image/png"]);
  assert.equal((await update("remove", "/binaryMediaTypes/image~1png")).binaryMediaTypes, undefined);
  assert.equal((await update("replace", "/minimumCompressionSize", "10")).minimumCompressionSize, 10);
  await assert.rejects(
    update("add", "/minimumCompressionSize", "10"),
    badRequest("Invalid patch operation specified. Must be one of: [replace]"),
  );
  await assert.rejects(update("add", "/binaryMediaTypes", "a"), badRequest("Invalid patch path /binaryMediaTypes"));
  await assert.rejects(
    update("replace", "/endpointConfiguration/types/EDGE", "none"),
    badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE"),
  );
  await assert.rejects(makeApi({ description: "" }), badRequest("Description cannot be an empty string"));
  await assert.rejects(makeApi({ cloneFrom: "none" }), badRequest("Invalid API identifier specified for cloneFrom"));

  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
  await call(gateway, "TagResource", { resourceArn, tags: { b: "2" } });
  await call(gateway, "UntagResource", { resourceArn, tagKeys: ["a"] });
  assert.deepEqual((await call(gateway, "GetTags", { resourceArn })).tags, { b: "2" });

  await call(gateway, "DeleteRestApi", { restApiId });
  await assert.rejects(
    call(gateway, "GetRestApi", { restApiId }),
    notFound(`Invalid API identifier specified 000000000000:${restApiId}`),
  );
  await assert.rejects(
    call(gateway, "GetResource", { restApiId, resourceId: rootId }),
    notFound("Invalid Resource identifier specified"),
  );
  assert.equal((await call(gateway, "GetAccount", {})).throttleSettings?.rateLimit, 10_000);
});

test("resources are a tree: paths follow their parents, siblings differ, and what is below goes along", async (context) => {
  const { call, makeApi } = await open(context);
  const { restApiId, rootId } = await makeApi();
  const make = async (parentId: string, pathPart: string) =>
    (await call(gateway, "CreateResource", { restApiId, parentId, pathPart })).id ?? "";
  const pets = await make(rootId, "pets");
  const pet = await make(pets, "{id}");
  const rest = await make(rootId, "{proxy+}");
  const paths = async () => (await call(gateway, "GetResources", { restApiId })).items?.map(({ path }) => path);
  assert.deepEqual(await paths(), ["/", "/pets", "/pets/{id}", "/{proxy+}"]);
  await assert.rejects(
    make(rootId, "pets"),
    refusal("ConflictException", "Another resource with the same parent already has this name: pets"),
  );
  await assert.rejects(
    make(rest, "x"),
    badRequest("Cannot create a child of a resource with a greedy path variable: {proxy+}"),
  );
  await assert.rejects(
    make(rootId, "{id}"),
    badRequest("A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed"),
  );
  const move = (resourceId: string, path: string, value: string) =>
    call(gateway, "UpdateResource", { restApiId, resourceId, patchOperations: [{ op: "replace", path, value }] });
  assert.equal((await move(pets, "/pathPart", "dogs")).path, "/dogs");
  assert.equal((await call(gateway, "GetResource", { restApiId, resourceId: pet })).path, "/dogs/{id}");
  await assert.rejects(move(pets, "/parentId", pet), badRequest("Resources cannot be cyclical."));
  await assert.rejects(move(rootId, "/pathPart", "x"), badRequest("Root resource cannot update its pathPart."));
  await call(gateway, "DeleteResource", { restApiId, resourceId: pets });
  assert.deepEqual(await paths(), ["/", "/{proxy+}"]);
  await assert.rejects(
    call(gateway, "DeleteResource", { restApiId, resourceId: pet }),
    notFound("Invalid Resource identifier specified"),
  );
});

test("a method has an integration and responses, and each is put, shown, patched and deleted", async (context) => {
  const { call, makeMock } = await open(context);
  const { place } = await makeMock();
  const method = await call(gateway, "UpdateMethod", {
    ...place,
    patchOperations: [{ op: "add", path: "/requestParameters/method.request.querystring.q", value: "true" }],
  });
  assert.deepEqual(method.requestParameters, { "method.request.querystring.q": true });
  await assert.rejects(
    call(gateway, "UpdateMethod", {
      ...place,
      patchOperations: [{ op: "replace", path: "/httpMethod", value: "POST" }],
    }),
    badRequest("Invalid patch path /httpMethod"),
  );
  const ok = { ...place, statusCode: "200" };
  await call(gateway, "PutMethodResponse", { ...ok, responseModels: { "application/json": "Empty" } });
  await assert.rejects(
    call(gateway, "PutMethodResponse", ok),
    refusal("ConflictException", "Response already exists for this resource"),
  );
  const header = "/responseParameters/method.response.header.x";
  const response = await call(gateway, "UpdateMethodResponse", {
    ...ok,
    patchOperations: [{ op: "add", path: header, value: "true" }],
  });
  assert.deepEqual(response.responseParameters, { "method.response.header.x": true });
  assert.deepEqual(await call(gateway, "GetMethodResponse", ok), response);
  await assert.rejects(
    call(gateway, "UpdateMethodResponse", {
      ...ok,
      patchOperations: [{ op: "replace", path: `${header}y`, value: "true" }],
    }),
    notFound("Invalid parameter name specified"),
  );

  await call(gateway, "PutIntegrationResponse", {
    ...ok,
    selectionPattern: "",
    responseTemplates: { "application/json": "a" },
  });
  const integrationResponse = await call(gateway, "UpdateIntegrationResponse", {
    ...ok,
    patchOperations: [{ op: "replace", path: "/selectionPattern", value: "2\\d\\d" }],
  });
  assert.equal(integrationResponse.selectionPattern, "2\\d\\d");
  assert.deepEqual(await call(gateway, "GetIntegrationResponse", ok), integrationResponse);
  const integration = await call(gateway, "UpdateIntegration", {
    ...place,
    patchOperations: [{ op: "replace", path: "/timeoutInMillis", value: "1000" }],
  });
  assert.equal(integration.timeoutInMillis, 1_000);
  assert.deepEqual(await call(gateway, "GetIntegration", place), integration);
  const whole = await call(gateway, "GetMethod", place);
  assert.deepEqual(Object.keys(whole.methodIntegration?.integrationResponses ?? {}), ["200"]);

  await call(gateway, "DeleteIntegrationResponse", ok);
  await assert.rejects(call(gateway, "GetIntegrationResponse", ok), notFound("Invalid Response status code specified"));
  await call(gateway, "DeleteIntegration", place);
  await assert.rejects(call(gateway, "GetIntegration", place), notFound("Invalid Integration identifier specified"));
  await call(gateway, "DeleteMethodResponse", ok);
  await assert.rejects(call(gateway, "GetMethodResponse", ok), notFound("Invalid Response status code specified"));
  await call(gateway, "DeleteMethod", place);
  await assert.rejects(call(gateway, "GetMethod", place), notFound("Invalid Method identifier specified"));
});

test("what an integration may not be is refused, and what is not built is refused by name", async (context) => {
  const { call, makeMock } = await open(context);
  const { place } = await makeMock();
  const put = (more: Partial<CallInput<ApiGateway, "PutIntegration">>) =>
    call(gateway, "PutIntegration", { ...place, type: "AWS_PROXY", integrationHttpMethod: "POST", ...more });
  assert.equal((await put({ uri: functionUri })).timeoutInMillis, 29_000);
  await assert.rejects(
    put({ uri: "arn:aws:lambda:us-east-1:000000000000:function:f" }),
    badRequest("AWS ARN for integration must contain path or action"),
  );
  await assert.rejects(put({ uri: "lambda" }), badRequest("Invalid ARN specified in the request"));
  assert.equal((await put({ type: "AWS", uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q" })).type, "AWS");
  await assert.rejects(
    put({ type: "HTTP", uri: "http://a.example", connectionType: "VPC_LINK" }),
    badRequest("VPC_LINK integrations require a connectionId"),
  );
  await assert.rejects(
    put({ type: "HTTP", uri: "http://a.example", responseTransferMode: "STREAM" }),
    badRequest("Response transfer mode STREAM is supported for AWS_PROXY and HTTP_PROXY integrations only"),
  );
  const streams = await put({ uri: functionUri, responseTransferMode: "STREAM", timeoutInMillis: 900_000 });
  assert.deepEqual([streams.responseTransferMode, streams.timeoutInMillis], ["STREAM", 900_000]);
  await assert.rejects(
    put({ uri: functionUri, timeoutInMillis: 30_000 }),
    badRequest("Timeout should be between 50 ms and 29000 ms"),
  );
});

test("a deployment keeps what the API was, stages serve it, and neither goes while it is used", async (context) => {
  const { call, makeApi, makeMock } = await open(context);
  const empty = await makeApi();
  await assert.rejects(
    call(gateway, "CreateDeployment", { restApiId: empty.restApiId }),
    badRequest("The REST API doesn't contain any methods"),
  );
  const { restApiId } = await makeMock();
  const made = await call(gateway, "CreateDeployment", { restApiId, stageName: "dev", variables: { a: "1" } });
  const deploymentId = made.id ?? "";
  const shown = await call(gateway, "GetDeployment", { restApiId, deploymentId, embed: ["apisummary"] });
  assert.deepEqual(shown.apiSummary, { "/": { GET: { authorizationType: "NONE", apiKeyRequired: false } } });
  const described = await call(gateway, "UpdateDeployment", {
    restApiId,
    deploymentId,
    patchOperations: [{ op: "replace", path: "/description", value: "first" }],
  });
  assert.equal(described.description, "first");
  assert.equal((await call(gateway, "GetDeployments", { restApiId })).items?.length, 1);

  const stage = await call(gateway, "CreateStage", { restApiId, stageName: "prod", deploymentId, tags: { a: "1" } });
  assert.deepEqual([stage.cacheClusterStatus, stage.methodSettings], ["NOT_AVAILABLE", {}]);
  await assert.rejects(
    call(gateway, "CreateStage", { restApiId, stageName: "prod", deploymentId }),
    refusal("ConflictException", "Stage already exists"),
  );
  const patch = (op: "add" | "remove" | "replace", path: string, value?: string) =>
    call(gateway, "UpdateStage", { restApiId, stageName: "prod", patchOperations: [{ op, path, value }] });
  assert.deepEqual((await patch("replace", "/variables/b", "2")).variables, { b: "2" });
  assert.equal(
    (await patch("replace", "/*/*/throttling/rateLimit", "5")).methodSettings?.["*/*"]?.throttlingRateLimit,
    5,
  );
  const { methodSettings: both } = await patch("replace", "/pets/GET/throttling/burstLimit", "7");
  const { throttlingRateLimit, throttlingBurstLimit } = both?.["pets/GET"] ?? {};
  assert.deepEqual([throttlingRateLimit, throttlingBurstLimit], [5, 7], "it begins with what is set for all");
  await patch("remove", "/pets/GET");
  assert.deepEqual((await patch("remove", "/*/*")).methodSettings, {});
  await assert.rejects(
    patch("remove", "/*/*"),
    badRequest("Cannot remove method setting */* because there is no method setting for this method "),
  );
  assert.equal((await patch("replace", "/tracingEnabled", "true")).tracingEnabled, true);
  await assert.rejects(
    patch("replace", "/*/*/caching/ttlInSeconds", "3601"),
    badRequest("Invalid cache TTL specified. It should be between 0 and 3600 seconds"),
  );
  await assert.rejects(patch("replace", "/deploymentId", "none"), badRequest("Deployment id does not exist"));
  assert.equal((await call(gateway, "GetStage", { restApiId, stageName: "dev" })).variables?.a, "1");
  assert.deepEqual(
    (await call(gateway, "GetStages", { restApiId })).item?.map(({ stageName }) => stageName),
    ["dev", "prod"],
  );

  await assert.rejects(
    call(gateway, "DeleteDeployment", { restApiId, deploymentId }),
    badRequest("Active stages pointing to this deployment must be moved or deleted"),
  );
  for (const stageName of ["dev", "prod"]) await call(gateway, "DeleteStage", { restApiId, stageName });
  await assert.rejects(
    call(gateway, "GetStage", { restApiId, stageName: "dev" }),
    notFound("Invalid stage identifier specified"),
  );
  await call(gateway, "DeleteDeployment", { restApiId, deploymentId });
});

test("models, validators, authorizers and gateway responses are kept, and not lost while a method uses them", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId, place } = await makeMock();
  const schema = '{"type":"object"}';
  await call(gateway, "CreateModel", { restApiId, name: "Pet", contentType: "application/json", schema });
  assert.deepEqual(
    (await call(gateway, "GetModels", { restApiId })).items?.map(({ name }) => name),
    ["Empty", "Error", "Pet"],
  );
  const model = { restApiId, modelName: "Pet" };
  await call(gateway, "UpdateModel", {
    ...model,
    patchOperations: [{ op: "replace", path: "/description", value: "an animal" }],
  });
  assert.equal((await call(gateway, "GetModel", model)).description, "an animal");
  const use = (op: "add" | "remove") =>
    call(gateway, "UpdateMethod", {
      ...place,
      patchOperations: [{ op, path: "/requestModels/application~1json", value: "Pet" }],
    });
  await use("add");
  await assert.rejects(
    call(gateway, "DeleteModel", model),
    refusal("ConflictException", "Cannot delete model 'Pet', is referenced in method request: //GET"),
  );
  await use("remove");
  await call(gateway, "DeleteModel", model);

  const { id: requestValidatorId = "" } = await call(gateway, "CreateRequestValidator", {
    restApiId,
    name: "v",
    validateRequestParameters: true,
  });
  const validator = { restApiId, requestValidatorId };
  await call(gateway, "UpdateRequestValidator", {
    ...validator,
    patchOperations: [{ op: "replace", path: "/name", value: "w" }],
  });
  assert.equal((await call(gateway, "GetRequestValidator", validator)).name, "w");
  assert.equal((await call(gateway, "GetRequestValidators", { restApiId })).items?.length, 1);
  await call(gateway, "DeleteRequestValidator", validator);
  await assert.rejects(
    call(gateway, "GetRequestValidator", validator),
    notFound("Invalid Request Validator identifier specified"),
  );

  const made = await call(gateway, "CreateAuthorizer", {
    restApiId,
    name: "a",
    type: "TOKEN",
    authorizerUri: functionUri,
    identitySource: "method.request.header.Authorization",
  });
  const authorizer = { restApiId, authorizerId: made.id ?? "" };
  await call(gateway, "UpdateAuthorizer", {
    ...authorizer,
    patchOperations: [{ op: "replace", path: "/authorizerResultTtlInSeconds", value: "0" }],
  });
  assert.equal((await call(gateway, "GetAuthorizer", authorizer)).authorizerResultTtlInSeconds, 0);
  assert.equal((await call(gateway, "GetAuthorizers", { restApiId })).items?.length, 1);
  await call(gateway, "DeleteAuthorizer", authorizer);

  const response = { restApiId, responseType: "THROTTLED" } as const;
  await call(gateway, "PutGatewayResponse", { ...response, statusCode: "420" });
  await call(gateway, "UpdateGatewayResponse", {
    ...response,
    patchOperations: [{ op: "replace", path: "/statusCode", value: "421" }],
  });
  assert.equal((await call(gateway, "GetGatewayResponse", response)).statusCode, "421");
  assert.equal((await call(gateway, "GetGatewayResponses", { restApiId })).items?.length, 21);
  await call(gateway, "DeleteGatewayResponse", response);
  assert.equal((await call(gateway, "GetGatewayResponse", response)).statusCode, "429");
});

test("keys and usage plans belong to the account, and a plan with stages is not deleted", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  await call(gateway, "CreateDeployment", { restApiId, stageName: "dev" });
  const { id: apiKey = "", value } = await call(gateway, "CreateApiKey", { name: "k", enabled: true });
  assert.match(value ?? "", /^\w{40}$/);
  assert.equal((await call(gateway, "GetApiKey", { apiKey })).value, undefined);
  assert.equal((await call(gateway, "GetApiKeys", { includeValues: true, nameQuery: "k" })).items?.[0]?.value, value);
  await call(gateway, "UpdateApiKey", {
    apiKey,
    patchOperations: [{ op: "replace", path: "/enabled", value: "false" }],
  });
  const plan = await call(gateway, "CreateUsagePlan", {
    name: "p",
    apiStages: [{ apiId: restApiId, stage: "dev" }],
    quota: { limit: 2, period: "DAY" },
  });
  const usagePlanId = plan.id ?? "";
  assert.deepEqual(plan.quota, { limit: 2, period: "DAY", offset: 0 });
  const planKey = { usagePlanId, keyId: apiKey };
  await call(gateway, "CreateUsagePlanKey", { ...planKey, keyType: "API_KEY" });
  assert.equal((await call(gateway, "GetUsagePlanKey", planKey)).value, value);
  assert.equal((await call(gateway, "GetUsagePlanKeys", { usagePlanId })).items?.length, 1);
  assert.equal((await call(gateway, "GetUsagePlans", { keyId: apiKey })).items?.length, 1);
  await assert.rejects(call(gateway, "DeleteUsagePlan", { usagePlanId }), {
    name: "BadRequestException",
    message: `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${restApiId}:dev`,
  });
  await call(gateway, "UpdateUsagePlan", {
    usagePlanId,
    patchOperations: [{ op: "remove", path: "/apiStages", value: `${restApiId}:dev` }],
  });
  assert.deepEqual((await call(gateway, "GetUsagePlan", { usagePlanId })).apiStages, []);
  await call(gateway, "DeleteUsagePlanKey", planKey);
  await call(gateway, "DeleteApiKey", { apiKey });
  await call(gateway, "DeleteUsagePlan", { usagePlanId });
  await assert.rejects(call(gateway, "GetUsagePlan", { usagePlanId }), notFound("Invalid Usage Plan ID specified"));
});
