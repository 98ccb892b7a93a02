import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { CallInput } from "../../service.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2 } from "../model.ts";
import { apiGatewayV2 } from "../service.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [apiGatewayV2]);
  const createApi = async (more: Partial<CallInput<ApiGatewayV2, "CreateApi">> = {}) => {
    const made = await call("apigatewayv2", "CreateApi", { Name: "shop", ProtocolType: "HTTP", ...more });
    return { ...made, ApiId: made.ApiId ?? "" };
  };
  return { call, createApi };
}

test("an API is made, shown, listed, changed, tagged and deleted with all that is in it", async (context) => {
  const { call, createApi } = await open(context);
  const made = await createApi({ Description: "what is sold", Tags: { a: "1" }, Version: "7" });
  const { ApiId } = made;
  assert.match(ApiId, /^[a-z0-9]{10}$/);
  assert.equal(made.ApiEndpoint, `http://${ApiId}.execute-api.us-east-1.localhost:4566`);
  assert.deepEqual(
    [made.RouteSelectionExpression, made.ApiKeySelectionExpression, made.DisableExecuteApiEndpoint, made.IpAddressType],
    ["$request.method $request.path", "$request.header.x-api-key", false, "ipv4"],
  );
  assert.deepEqual(await call("apigatewayv2", "GetApi", { ApiId }), made);
  const other = await createApi({ Name: "other" });
  const all = new Set([ApiId, other.ApiId]);
  const first = await call("apigatewayv2", "GetApis", { MaxResults: "1" });
  const second = await call("apigatewayv2", "GetApis", { MaxResults: "1", NextToken: first.NextToken });
  assert.deepEqual(new Set([...(first.Items ?? []), ...(second.Items ?? [])].map((api) => api.ApiId)), all);
  assert.equal(second.NextToken, undefined);
  await assert.rejects(call("apigatewayv2", "GetApis", { NextToken: "no token!" }), { name: "BadRequestException" });

  const CorsConfiguration = { AllowOrigins: ["https://a.example"], AllowMethods: ["GET"] };
  const changed = await call("apigatewayv2", "UpdateApi", { ApiId, Name: "store", Description: "", CorsConfiguration });
  assert.deepEqual([changed.Name, changed.Description, changed.Version], ["store", undefined, "7"]);
  assert.deepEqual(changed.CorsConfiguration, CorsConfiguration);
  await call("apigatewayv2", "DeleteCorsConfiguration", { ApiId });
  assert.equal((await call("apigatewayv2", "GetApi", { ApiId })).CorsConfiguration, undefined);

  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`;
  await call("apigatewayv2", "TagResource", { ResourceArn, Tags: { b: "2" } });
  await call("apigatewayv2", "UntagResource", { ResourceArn, TagKeys: ["a"] });
  assert.deepEqual((await call("apigatewayv2", "GetTags", { ResourceArn })).Tags, { b: "2" });
  await assert.rejects(call("apigatewayv2", "TagResource", { ResourceArn, Tags: { "aws:x": "1" } }), {
    name: "BadRequestException",
  });

  await call("apigatewayv2", "DeleteApi", { ApiId });
  for (const operation of ["GetApi", "DeleteApi", "GetRoutes", "GetStages"] as const) {
    await assert.rejects(call("apigatewayv2", operation, { ApiId }), {
      name: "NotFoundException",
      message: `Invalid API identifier specified 000000000000:${ApiId}`,
    });
  }
  await assert.rejects(call("apigatewayv2", "GetTags", { ResourceArn }), { name: "NotFoundException" });
});

test("what an API may not be is refused, and what is not built is refused by name", async (context) => {
  const { createApi } = await open(context);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of AWS's.
  assert.ok(await createApi({ RouteSelectionExpression: "${request.method} ${request.path}" }));
  const refused = { name: "BadRequestException" };
  await assert.rejects(createApi({ RouteSelectionExpression: "$request.body.action" }), refused);
  await assert.rejects(createApi({ Name: "x".repeat(129) }), refused);
  await assert.rejects(createApi({ CorsConfiguration: { AllowCredentials: true, AllowOrigins: ["*"] } }), {
    ...refused,
    message: "allowOrigins can not be [*] when allowCredentials is true",
  });
  await assert.rejects(createApi({ CorsConfiguration: { AllowOrigins: ["example.com"] } }), refused);
  await assert.rejects(createApi({ Target: "ftp://nowhere" }), refused);
});

test("a quick create makes an API that is served at once, and UpdateApi changes its target", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi({ Target: functionArn, RouteKey: "GET /pets" });
  const [route] = (await call("apigatewayv2", "GetRoutes", { ApiId })).Items ?? [];
  const [integration] = (await call("apigatewayv2", "GetIntegrations", { ApiId })).Items ?? [];
  const [stage] = (await call("apigatewayv2", "GetStages", { ApiId })).Items ?? [];
  assert.deepEqual(
    [route?.RouteKey, route?.Target, route?.ApiGatewayManaged],
    ["GET /pets", `integrations/${integration?.IntegrationId}`, true],
  );
  assert.deepEqual(
    [integration?.IntegrationType, integration?.IntegrationUri, integration?.PayloadFormatVersion],
    ["AWS_PROXY", functionArn, "2.0"],
  );
  assert.deepEqual([stage?.StageName, stage?.AutoDeploy, typeof stage?.DeploymentId], ["$default", true, "string"]);
  await call("apigatewayv2", "UpdateApi", { ApiId, Target: `${functionArn}2` });
  const IntegrationId = integration?.IntegrationId ?? "";
  const updated = await call("apigatewayv2", "GetIntegration", { ApiId, IntegrationId });
  assert.equal(updated.IntegrationUri, `${functionArn}2`);
});

test("routes, integrations and authorizers know one another, and one that is in use stays", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi();
  const integrated = { ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: functionArn } as const;
  const { IntegrationId = "", ...made } = await call("apigatewayv2", "CreateIntegration", integrated);
  assert.deepEqual(
    [made.ConnectionType, made.IntegrationMethod, made.PayloadFormatVersion, made.TimeoutInMillis],
    ["INTERNET", "POST", "1.0", 30_000],
  );
  const Target = `integrations/${IntegrationId}`;
  const { RouteId = "" } = await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /pets", Target });
  await assert.rejects(call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /pets" }), {
    name: "ConflictException",
    message: "Route with key GET /pets already exists for this API",
  });
  await assert.rejects(call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "pets" }), {
    name: "BadRequestException",
    message: /not formatted properly/,
  });
  await assert.rejects(call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /x", Target: "integrations/nil" }), {
    name: "NotFoundException",
    message: "Invalid Integration identifier specified",
  });
  await assert.rejects(call("apigatewayv2", "DeleteIntegration", { ApiId, IntegrationId }), {
    name: "ConflictException",
  });
  const { AuthorizerId = "" } = await call("apigatewayv2", "CreateAuthorizer", {
    ...{ ApiId, Name: "tokens", AuthorizerType: "JWT" },
    IdentitySource: ["$request.header.Authorization"],
    JwtConfiguration: { Issuer: "https://issuer.example", Audience: ["shop"] },
  });
  await assert.rejects(call("apigatewayv2", "UpdateRoute", { ApiId, RouteId, AuthorizationType: "JWT" }), {
    name: "BadRequestException",
  });
  const secured = await call("apigatewayv2", "UpdateRoute", {
    ...{ ApiId, RouteId, AuthorizationType: "JWT", AuthorizerId },
    AuthorizationScopes: ["read"],
  });
  assert.deepEqual(
    [secured.AuthorizerId, secured.AuthorizationScopes, secured.Target],
    [AuthorizerId, ["read"], Target],
  );
  await assert.rejects(call("apigatewayv2", "DeleteAuthorizer", { ApiId, AuthorizerId }), {
    name: "ConflictException",
  });
  const opened = await call("apigatewayv2", "UpdateRoute", { ApiId, RouteId, AuthorizationType: "NONE" });
  assert.deepEqual([opened.AuthorizerId, opened.AuthorizationScopes], [undefined, undefined]);
  const renamed = await call("apigatewayv2", "UpdateAuthorizer", { ApiId, AuthorizerId, Name: "bearers" });
  assert.deepEqual((await call("apigatewayv2", "GetAuthorizers", { ApiId })).Items, [renamed]);
  assert.equal((await call("apigatewayv2", "GetAuthorizer", { ApiId, AuthorizerId })).Name, "bearers");
  await call("apigatewayv2", "DeleteAuthorizer", { ApiId, AuthorizerId });
  await call("apigatewayv2", "DeleteRoute", { ApiId, RouteId });
  await assert.rejects(call("apigatewayv2", "GetRoute", { ApiId, RouteId }), {
    name: "NotFoundException",
    message: "Invalid Route identifier specified",
  });
  await call("apigatewayv2", "DeleteIntegration", { ApiId, IntegrationId });
  assert.deepEqual((await call("apigatewayv2", "GetIntegrations", { ApiId })).Items, []);
});

test("an integration's parameters are changed one by one, and an empty one goes", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi();
  const { IntegrationId = "" } = await call("apigatewayv2", "CreateIntegration", {
    ...{
      ApiId,
      IntegrationType: "HTTP_PROXY",
      IntegrationUri: "https://example.com/{proxy}",
      IntegrationMethod: "ANY",
    },
    RequestParameters: { "append:header.a": "1", "overwrite:path": "/x" },
  });
  const { RequestParameters } = await call("apigatewayv2", "UpdateIntegration", {
    ...{ ApiId, IntegrationId },
    RequestParameters: { "append:header.a": "", "append:header.b": "2" },
  });
  assert.deepEqual(RequestParameters, { "overwrite:path": "/x", "append:header.b": "2" });
  const sqsIntegration = {
    IntegrationType: "AWS_PROXY",
    IntegrationSubtype: "SQS-SendMessage",
    PayloadFormatVersion: "1.0",
    CredentialsArn: "arn:aws:iam::000000000000:role/api",
    RequestParameters: { QueueUrl: "q", MessageBody: "$request.body" },
  } as const;
  const made = await call("apigatewayv2", "CreateIntegration", { ApiId, ...sqsIntegration });
  assert.deepEqual([made.IntegrationSubtype, made.IntegrationMethod], ["SQS-SendMessage", undefined]);
  const refusedInputs = [
    { IntegrationType: "MOCK" },
    { IntegrationType: "AWS_PROXY", IntegrationUri: "https://example.com" },
    { IntegrationType: "HTTP_PROXY", IntegrationUri: "example.com", IntegrationMethod: "GET" },
    { IntegrationType: "HTTP_PROXY", IntegrationUri: "https://example.com" },
    { IntegrationType: "AWS_PROXY", IntegrationUri: functionArn, PassthroughBehavior: "NEVER" },
    { IntegrationType: "AWS_PROXY", IntegrationUri: functionArn, ConnectionType: "VPC_LINK", ConnectionId: "x" },
    { IntegrationType: "AWS_PROXY", IntegrationSubtype: "SQS-SendMessage", PayloadFormatVersion: "1.0" },
    { ...sqsIntegration, CredentialsArn: undefined },
    { ...sqsIntegration, RequestParameters: { QueueUrl: "q" } },
    { ...sqsIntegration, RequestParameters: { QueueUrl: "q", MessageBody: "b", Body: "b" } },
    { ...sqsIntegration, IntegrationUri: functionArn },
    { ...sqsIntegration, IntegrationSubtype: "SQS-Nothing" },
    { ...sqsIntegration, IntegrationSubtype: "Kinesis-PutRecord" },
    { IntegrationType: "AWS_PROXY", IntegrationUri: functionArn, RequestParameters: { "append:header.host": "x" } },
    { IntegrationType: "AWS_PROXY", IntegrationUri: functionArn, RequestParameters: { nothing: "x" } },
  ] as const;
  for (const input of refusedInputs) {
    await assert.rejects(call("apigatewayv2", "CreateIntegration", { ApiId, ...input }), {
      name: "BadRequestException",
    });
  }
});

test("stages serve deployments, or by themselves what the API is", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi();
  await assert.rejects(call("apigatewayv2", "CreateDeployment", { ApiId }), {
    name: "BadRequestException",
    message: "At least one route is required before deploying the Api.",
  });
  await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /a" });
  const first = await call("apigatewayv2", "CreateDeployment", { ApiId, Description: "one" });
  const DeploymentId = first.DeploymentId ?? "";
  assert.deepEqual([first.DeploymentStatus, first.AutoDeployed], ["DEPLOYED", false]);
  const prod = await call("apigatewayv2", "CreateStage", {
    ...{ ApiId, StageName: "prod", DeploymentId, StageVariables: { a: "1", b: "2" }, Tags: { t: "1" } },
    RouteSettings: { "GET /a": { ThrottlingRateLimit: 5 } },
  });
  assert.deepEqual([prod.DeploymentId, prod.AutoDeploy, prod.Tags], [DeploymentId, false, { t: "1" }]);
  await assert.rejects(call("apigatewayv2", "CreateStage", { ApiId, StageName: "prod" }), {
    name: "ConflictException",
    message: "Stage already exists",
  });
  const changed = await call("apigatewayv2", "UpdateStage", { ApiId, StageName: "prod", StageVariables: { a: "" } });
  assert.deepEqual([changed.StageVariables, changed.DeploymentId], [{ b: "2" }, DeploymentId]);
  await call("apigatewayv2", "DeleteRouteSettings", { ApiId, StageName: "prod", RouteKey: "GET /a" });
  assert.deepEqual((await call("apigatewayv2", "GetStage", { ApiId, StageName: "prod" })).RouteSettings, {});
  await assert.rejects(call("apigatewayv2", "DeleteDeployment", { ApiId, DeploymentId }), {
    name: "BadRequestException",
    message: "Active stages pointing to this deployment must be moved or deleted",
  });

  const auto = await call("apigatewayv2", "CreateStage", { ApiId, StageName: "$default", AutoDeploy: true });
  assert.match(auto.LastDeploymentStatusMessage ?? "", /^Successfully deployed stage with deployment ID '/);
  await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /b" });
  const after = await call("apigatewayv2", "GetStage", { ApiId, StageName: "$default" });
  assert.notEqual(after.DeploymentId, auto.DeploymentId);
  const deployments = (await call("apigatewayv2", "GetDeployments", { ApiId })).Items ?? [];
  assert.deepEqual(new Set(deployments.map((each) => each.DeploymentId)), new Set([DeploymentId, after.DeploymentId]));
  await assert.rejects(call("apigatewayv2", "UpdateStage", { ApiId, StageName: "$default", DeploymentId }), {
    name: "BadRequestException",
  });
  const described = await call("apigatewayv2", "UpdateDeployment", { ApiId, DeploymentId, Description: "first" });
  assert.deepEqual(await call("apigatewayv2", "GetDeployment", { ApiId, DeploymentId }), described);

  const DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:access";
  const logged = { ApiId, StageName: "prod", AccessLogSettings: { DestinationArn, Format: "$context.requestId" } };
  assert.ok((await call("apigatewayv2", "UpdateStage", logged)).AccessLogSettings);
  await call("apigatewayv2", "DeleteAccessLogSettings", { ApiId, StageName: "prod" });
  assert.equal((await call("apigatewayv2", "GetStage", { ApiId, StageName: "prod" })).AccessLogSettings, undefined);
  for (const Format of ["no variable", "$context.requestId $context.nothing", "$context.requestId\n"]) {
    const AccessLogSettings = { DestinationArn, Format };
    await assert.rejects(call("apigatewayv2", "UpdateStage", { ApiId, StageName: "prod", AccessLogSettings }), {
      name: "BadRequestException",
    });
  }
  await call("apigatewayv2", "DeleteStage", { ApiId, StageName: "prod" });
  await call("apigatewayv2", "DeleteDeployment", { ApiId, DeploymentId });
  await assert.rejects(call("apigatewayv2", "GetStage", { ApiId, StageName: "prod" }), {
    name: "NotFoundException",
    message: "Invalid stage identifier specified",
  });
});

test("there are so many routes, and no more", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi();
  for (let at = 0; at < limits.routesPerApi; at++)
    await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: `GET /${at}` });
  await assert.rejects(call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /more" }), {
    name: "BadRequestException",
  });
});

test("what is beyond AWS's limits, or no value of its, is refused and changes nothing", async (context) => {
  const { call, createApi } = await open(context);
  const { ApiId } = await createApi();
  const refused = { name: "BadRequestException" };
  for (const CorsConfiguration of [
    { AllowHeaders: ["x\r\ny"] },
    { ExposeHeaders: ["a b"] },
    { MaxAge: 86_401 },
    { MaxAge: -2 },
  ])
    await assert.rejects(createApi({ CorsConfiguration }), refused, JSON.stringify(CorsConfiguration));
  await assert.rejects(createApi({ IpAddressType: "ipv5" as "ipv4" }), refused);
  const authorizer: CallInput<ApiGatewayV2, "CreateAuthorizer"> = {
    ApiId,
    Name: "who",
    AuthorizerType: "REQUEST",
    AuthorizerUri: functionArn,
    AuthorizerPayloadFormatVersion: "2.0",
    IdentitySource: ["$request.header.a"],
  };
  for (const wrong of [
    { Name: "" },
    { Name: "x".repeat(129) },
    { AuthorizerType: "OTHER" as "REQUEST" },
    { AuthorizerResultTtlInSeconds: 3_601 },
    { AuthorizerResultTtlInSeconds: -1 },
  ])
    await assert.rejects(call("apigatewayv2", "CreateAuthorizer", { ...authorizer, ...wrong }), refused);
  const integration = { ApiId, IntegrationType: "HTTP_PROXY", IntegrationUri: "http://a.example" } as const;
  const ofHttp = { ...integration, IntegrationMethod: "GET", PayloadFormatVersion: "1.0" };
  for (const wrong of [
    { TimeoutInMillis: 49 },
    { TimeoutInMillis: 30_001 },
    { IntegrationMethod: "G T" },
    { ConnectionType: "OTHER" as "INTERNET" },
    { Description: "x".repeat(1_025) },
    { IntegrationUri: `http://a.example/${"x".repeat(2_048)}` },
  ])
    await assert.rejects(call("apigatewayv2", "CreateIntegration", { ...ofHttp, ...wrong }), refused);
  for (const wrong of [{ AuthorizationType: "OPEN" as "NONE" }, { OperationName: "x".repeat(65) }])
    await assert.rejects(call("apigatewayv2", "CreateRoute", { ApiId, RouteKey: "GET /a", ...wrong }), refused);
  const stage = { ApiId, StageName: "s", Description: "x".repeat(1_025) };
  await assert.rejects(call("apigatewayv2", "CreateStage", stage), refused);
  for (const operation of ["GetAuthorizers", "GetIntegrations", "GetRoutes", "GetStages"] as const)
    assert.deepEqual((await call("apigatewayv2", operation, { ApiId })).Items, [], operation);
});
