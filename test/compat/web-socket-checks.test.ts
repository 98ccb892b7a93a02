import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  CreateModelCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { connectTo, refusedBy } from "../support/web-sockets.ts";

let squall: TestSquall;
let gateway: ApiGatewayV2Client;
before(async () => {
  squall = await startSquall();
  gateway = squall.client(ApiGatewayV2Client);
});
after(() => squall.close());

const selects = { RouteSelectionExpression: "$request.body.action" };

async function makeApi() {
  const { ApiId = "", ApiEndpoint } = await gateway.send(
    new CreateApiCommand({ Name: "checked", ProtocolType: "WEBSOCKET", ...selects }),
  );
  return {
    ApiId,
    url: `${ApiEndpoint}/dev`,
    /** Two-way; a mock that says `fine`, unless it is to be another integration. */
    route: async (
      RouteKey: string,
      more: Partial<CreateRouteCommandInput> = {},
      integration: Partial<CreateIntegrationCommandInput> = {},
    ) => {
      const { IntegrationId = "" } = await gateway.send(
        new CreateIntegrationCommand({
          ApiId,
          IntegrationType: "MOCK",
          RequestTemplates: { $default: '{"statusCode": 200}' },
          ...integration,
        }),
      );
      if (integration.IntegrationType === undefined)
        await gateway.send(
          new CreateIntegrationResponseCommand({
            ApiId,
            IntegrationId,
            IntegrationResponseKey: "$default",
            ResponseTemplates: { $default: "fine" },
            TemplateSelectionExpression: "\\$default",
          }),
        );
      else
        await gateway.send(
          new CreateIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseKey: "$default" }),
        );
      const { RouteId } = await gateway.send(
        new CreateRouteCommand({
          ApiId,
          RouteKey,
          Target: `integrations/${IntegrationId}`,
          RouteResponseSelectionExpression: "$default",
          ...more,
        }),
      );
      await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
    },
    stage: () => gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true })),
  };
}

test("a key of a usage plan lets clients in, and its quota counts what they ask of routes that want it", async () => {
  const rest = squall.client(APIGatewayClient);
  const api = await makeApi();
  await api.route("$connect", { ApiKeyRequired: true });
  await api.route("dear", { ApiKeyRequired: true });
  await api.route("cheap");
  await api.stage();
  const { id: keyId, value = "" } = await rest.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  const plan = (apiId: string) =>
    rest.send(
      new CreateUsagePlanCommand({
        name: "p",
        apiStages: [{ apiId, stage: "dev" }],
        quota: { limit: 2, period: "DAY" },
      }),
    );
  await assert.rejects(plan("nothing"), { name: "NotFoundException" });
  const { id: usagePlanId } = await plan(api.ApiId);
  const withKey = { headers: { "x-api-key": value } };
  for (const options of [{}, withKey, { headers: { "x-api-key": "other" } }]) {
    const { status, body } = await refusedBy(api.url, options);
    assert.deepEqual([status, JSON.parse(body).message], [403, "Forbidden"]);
  }
  await rest.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const client = await connectTo(api.url, withKey);
  for (const [action, answer] of [
    ["dear", "fine"],
    ["dear", "Limit Exceeded"],
    ["cheap", "fine"],
  ] as const) {
    client.send({ action });
    const message = await client.next();
    assert.equal(answer === "fine" ? message : JSON.parse(message).message, answer);
  }
  assert.equal((await refusedBy(api.url, withKey)).status, 429);
  client.socket.terminate();
});

test("messages are judged by the model that the route's expression selects", async () => {
  const api = await makeApi();
  const { ApiId } = api;
  const model = (Name: string, schema: object) =>
    gateway.send(
      new CreateModelCommand({ ApiId, Name, ContentType: "application/json", Schema: JSON.stringify(schema) }),
    );
  await model("order", { type: "object", required: ["count"], properties: { count: { type: "integer" } } });
  await model("other", { type: "object", required: ["why"] });
  await assert.rejects(api.route("none", { RequestModels: { $default: "missing" } }), { name: "NotFoundException" });
  const ofKind = { ModelSelectionExpression: "$request.body.kind" };
  await api.route("checked", { ...ofKind, RequestModels: { order: "order", $default: "other" } });
  await api.route("strict", { ...ofKind, RequestModels: { order: "order" } });
  await api.stage();
  const client = await connectTo(api.url);
  for (const [message, isGood] of [
    [{ action: "checked", kind: "order", count: 1 }, true],
    [{ action: "checked", kind: "order", count: "1" }, false],
    [{ action: "checked", kind: "else", why: 1 }, true],
    [{ action: "checked", kind: "constructor" }, false],
    [{ action: "strict", kind: "else" }, false],
    [{ action: "strict", kind: "order", count: 2 }, true],
  ] as const) {
    client.send(message);
    const answer = await client.next();
    if (isGood) assert.equal(answer, "fine", JSON.stringify(message));
    else {
      const { message: told, connectionId, requestId } = JSON.parse(answer);
      assert.equal(told, "Invalid request body", JSON.stringify(message));
      assert.ok(connectionId && requestId);
    }
  }
  client.socket.terminate();
});

test("an AWS service answers messages, as its templates ask it", async () => {
  const sqs = squall.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "told" }));
  const api = await makeApi();
  const integration: Partial<CreateIntegrationCommandInput> = {
    IntegrationType: "AWS",
    IntegrationMethod: "POST",
    IntegrationUri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/told",
    RequestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
    RequestTemplates: { $default: "Action=SendMessage&MessageBody=$util.urlEncode($input.path('$.text'))" },
    TemplateSelectionExpression: "\\$default",
  };
  await assert.rejects(
    gateway.send(
      new CreateIntegrationCommand({
        ApiId: api.ApiId,
        ...integration,
        IntegrationType: "AWS",
        IntegrationMethod: undefined,
      }),
    ),
    { name: "BadRequestException" },
  );
  await api.route("tell", {}, integration);
  await api.stage();
  const client = await connectTo(api.url);
  client.send({ action: "tell", text: "hello & more" });
  assert.match(await client.next(), /SendMessageRe/);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  assert.deepEqual(
    Messages.map(({ Body }) => Body),
    ["hello & more"],
  );
  client.socket.terminate();
});
