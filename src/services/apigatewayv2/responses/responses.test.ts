import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { CallInput } from "../../service.ts";
import type { ApiGatewayV2 } from "../model.ts";
import { apiGatewayV2 } from "../service.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const refused = { name: "BadRequestException" };
const notThere = { name: "NotFoundException" };

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [apiGatewayV2]);
  const createApi = (more: Partial<CallInput<ApiGatewayV2, "CreateApi">> = {}) =>
    call("apigatewayv2", "CreateApi", {
      Name: "chat",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
      ...more,
    });
  const { ApiId = "", ApiEndpoint } = await createApi();
  return { call, createApi, ApiId, ApiEndpoint };
}

test("a WebSocket API has an expression that chooses its routes, and an endpoint of its own scheme", async (context) => {
  const { call, createApi, ApiId, ApiEndpoint } = await open(context);
  assert.equal(ApiEndpoint, `ws://${ApiId}.execute-api.us-east-1.localhost:4566`);
  await assert.rejects(createApi({ RouteSelectionExpression: undefined }), refused);
  await assert.rejects(createApi({ RouteSelectionExpression: "$nothing" }), refused);
  await assert.rejects(createApi({ ApiKeySelectionExpression: "$request.body.key" }), refused);
  await assert.rejects(createApi({ CorsConfiguration: { AllowOrigins: ["*"] } }), refused);
  await assert.rejects(createApi({ Target: functionArn }), refused);
  await assert.rejects(createApi({ ProtocolType: "MQTT" as never }), refused);
  const RouteSelectionExpression = "$request.body.kind";
  const changed = await call("apigatewayv2", "UpdateApi", { ApiId, RouteSelectionExpression });
  assert.equal(changed.RouteSelectionExpression, "$request.body.kind");
});

test("what a WebSocket API's parts may not be is refused, and what is not built is refused by name", async (context) => {
  const { call, ApiId } = await open(context);
  const route = (RouteKey: string, more: object = {}) =>
    call("apigatewayv2", "CreateRoute", { ApiId, RouteKey, ...more });
  await route("GET /pets");
  await route("$connect", { AuthorizationType: "AWS_IAM" });
  await assert.rejects(route("$other"), refused);
  await assert.rejects(route("$connect"), { name: "ConflictException" });
  await assert.rejects(route("say", { AuthorizationType: "AWS_IAM" }), refused);
  await assert.rejects(route("say", { RouteResponseSelectionExpression: "other" }), refused);
  await assert.rejects(route("say", { ModelSelectionExpression: "$nothing" }), refused);
  await assert.rejects(route("say", { RequestModels: { $default: "x" } }), { name: "NotFoundException" });
  const integration = (more: object) =>
    call("apigatewayv2", "CreateIntegration", {
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      ...more,
    });
  const made = await integration({});
  assert.deepEqual(
    [made.TimeoutInMillis, made.PassthroughBehavior, made.PayloadFormatVersion, made.IntegrationMethod],
    [29_000, "WHEN_NO_MATCH", "1.0", "POST"],
  );
  const sqs = "arn:aws:apigateway:us-east-1:sqs:path/000000000000/q";
  await assert.rejects(integration({ IntegrationUri: sqs, IntegrationMethod: "POST" }), refused);
  await assert.rejects(integration({ IntegrationType: "AWS", IntegrationUri: sqs }), refused);
  await assert.rejects(integration({ PayloadFormatVersion: "2.0" }), refused);
  await assert.rejects(integration({ TimeoutInMillis: 30_000 }), refused);
  await assert.rejects(integration({ RequestParameters: { "overwrite:path": "'x'" } }), refused);
  await assert.rejects(integration({ TemplateSelectionExpression: "$nothing" }), refused);
  const authorizer = (more: object) =>
    call("apigatewayv2", "CreateAuthorizer", {
      ApiId,
      Name: "a",
      AuthorizerType: "REQUEST",
      AuthorizerUri: functionArn,
      IdentitySource: ["route.request.header.Auth"],
      ...more,
    });
  await authorizer({});
  await assert.rejects(authorizer({ Name: "b", AuthorizerType: "JWT" }), refused);
  await assert.rejects(authorizer({ Name: "b", AuthorizerPayloadFormatVersion: "2.0" }), refused);
  await assert.rejects(authorizer({ Name: "b", IdentitySource: ["$request.header.Auth"] }), refused);
  const stage = (more: object) => call("apigatewayv2", "CreateStage", { ApiId, StageName: "dev", ...more });
  await assert.rejects(stage({ StageName: "$default" }), refused);
  const logging = { DefaultRouteSettings: { LoggingLevel: "INFO" } };
  await assert.rejects(stage(logging), { ...refused, message: /execution logs/ });
  const log = {
    DestinationArn: "arn:aws:logs:us-east-1:000000000000:log-group:g",
    Format: "$context.requestId $context.connectionId",
  };
  await stage({ AccessLogSettings: log });
});

test("a route's response is made, shown, listed, changed and deleted, with its route, too", async (context) => {
  const { call, ApiId } = await open(context);
  const { RouteId = "" } = await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "say" });
  const { RouteId: other = "" } = await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "other" });
  const of = { ApiId, RouteId };
  const made = await call("apigatewayv2", "CreateRouteResponse", { ...of, RouteResponseKey: "$default" });
  const { RouteResponseId = "" } = made;
  assert.deepEqual(Object.keys(made).sort(), ["RouteResponseId", "RouteResponseKey"]);
  await assert.rejects(call("apigatewayv2", "CreateRouteResponse", { ...of, RouteResponseKey: "$default" }), {
    name: "ConflictException",
  });
  await assert.rejects(call("apigatewayv2", "CreateRouteResponse", { ...of, RouteResponseKey: "other" }), refused);
  assert.deepEqual(await call("apigatewayv2", "GetRouteResponse", { ...of, RouteResponseId }), made);
  assert.deepEqual((await call("apigatewayv2", "GetRouteResponses", of)).Items, [made]);
  await assert.rejects(call("apigatewayv2", "GetRouteResponse", { ApiId, RouteId: other, RouteResponseId }), notThere);
  const key = { RouteResponseKey: "$default" };
  assert.deepEqual(await call("apigatewayv2", "UpdateRouteResponse", { ...of, RouteResponseId, ...key }), made);
  await call("apigatewayv2", "DeleteRouteResponse", { ...of, RouteResponseId });
  await assert.rejects(call("apigatewayv2", "GetRouteResponse", { ...of, RouteResponseId }), notThere);
  await call("apigatewayv2", "CreateRouteResponse", { ...of, RouteResponseKey: "$default" });
  await call("apigatewayv2", "DeleteRoute", of);
  await assert.rejects(call("apigatewayv2", "GetRouteResponses", of), notThere);
});

test("an integration's responses are listed by pages, by keys that are patterns, and go with it", async (context) => {
  const { call, ApiId } = await open(context);
  const { IntegrationId = "" } = await call("apigatewayv2", "CreateIntegration", { ApiId, IntegrationType: "MOCK" });
  const of = { ApiId, IntegrationId };
  const respond = (IntegrationResponseKey: string) =>
    call("apigatewayv2", "CreateIntegrationResponse", { ...of, IntegrationResponseKey });
  const made = await respond("/2\\d\\d/");
  const { IntegrationResponseId = "" } = made;
  await respond("$default");
  await assert.rejects(respond("$default"), { name: "ConflictException" });
  await assert.rejects(respond("200"), refused);
  await assert.rejects(respond("/(a+)+/"), { ...refused, message: /repeat a group/ });
  assert.deepEqual(await call("apigatewayv2", "GetIntegrationResponse", { ...of, IntegrationResponseId }), made);
  const first = await call("apigatewayv2", "GetIntegrationResponses", { ...of, MaxResults: "1" });
  const second = await call("apigatewayv2", "GetIntegrationResponses", { ...of, NextToken: first.NextToken });
  assert.equal(first.Items?.length, 1);
  assert.equal(second.Items?.length, 1);
  const ResponseTemplates = { $default: "x" };
  const changes = { ...of, IntegrationResponseId, ResponseTemplates };
  assert.deepEqual(
    (await call("apigatewayv2", "UpdateIntegrationResponse", changes)).ResponseTemplates,
    ResponseTemplates,
  );
  await call("apigatewayv2", "DeleteIntegrationResponse", { ...of, IntegrationResponseId });
  await assert.rejects(call("apigatewayv2", "GetIntegrationResponse", { ...of, IntegrationResponseId }), notThere);
  await call("apigatewayv2", "DeleteIntegration", of);
  await assert.rejects(call("apigatewayv2", "GetIntegrationResponses", of), notThere);
});

test("a model is made, shown, listed, changed and deleted; HTTP APIs have none", async (context) => {
  const { call, createApi, ApiId } = await open(context);
  const model = (more: object = {}) =>
    call("apigatewayv2", "CreateModel", { ApiId, Name: "Message", Schema: '{"type":"object"}', ...more });
  const made = await model();
  const { ModelId = "" } = made;
  assert.equal(made.ContentType, "application/json");
  await assert.rejects(model(), { name: "ConflictException" });
  await assert.rejects(model({ Name: "Other", Schema: "[" }), refused);
  await assert.rejects(model({ Name: "no name" }), refused);
  assert.deepEqual(await call("apigatewayv2", "GetModel", { ApiId, ModelId }), made);
  assert.deepEqual((await call("apigatewayv2", "GetModels", { ApiId })).Items, [made]);
  const changed = await call("apigatewayv2", "UpdateModel", { ApiId, ModelId, Description: "what is said" });
  assert.deepEqual(changed, { ...made, Description: "what is said" });
  await call("apigatewayv2", "DeleteModel", { ApiId, ModelId });
  await assert.rejects(call("apigatewayv2", "GetModel", { ApiId, ModelId }), notThere);
  const { ApiId: http = "" } = await createApi({ ProtocolType: "HTTP", RouteSelectionExpression: undefined });
  await assert.rejects(model({ ApiId: http }), refused);
});
