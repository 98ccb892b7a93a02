import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateRequestValidatorCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  FlushStageCacheCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { BatchGetTracesCommand, XRayClient } from "@aws-sdk/client-xray";
import { eventually } from "../support/eventually.ts";
import type { UrlAsk } from "../support/function-urls.ts";
import { startRestApis, uriOf } from "../support/rest-apis.ts";

let apis: Awaited<ReturnType<typeof startRestApis>>;
before(async () => {
  apis = await startRestApis();
});
after(() => apis.close());

test("authorizers, IAM and resource policies decide who may call", async () => {
  const api = await apis.makeApi({
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/dev/*" },
        { Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/dev/GET/closed" },
      ],
    }),
  });
  const { restApiId } = api;
  const make = async (type: "TOKEN" | "REQUEST", name: string) =>
    (
      await apis.gateway.send(
        new CreateAuthorizerCommand({
          restApiId,
          name: type,
          type,
          authorizerUri: uriOf("authorizer"),
          identitySource: `method.request.header.${name}`,
        }),
      )
    ).id;
  const token = await make("TOKEN", "Authorization");
  const request = await make("REQUEST", "X-Token");
  await api.method(await api.resource("token"), {}, { authorizationType: "CUSTOM", authorizerId: token });
  await api.method(await api.resource("request"), {}, { authorizationType: "CUSTOM", authorizerId: request });
  await api.method(await api.resource("iam"), {}, { authorizationType: "AWS_IAM" });
  await api.method(await api.resource("closed"), {});
  await api.deploy();
  const good = await api.ask("/token", { headers: { authorization: "good" } });
  assert.deepEqual(JSON.parse(good.body).requestContext.authorizer, { principalId: "me", n: "7" });
  assert.equal((await api.ask("/request", { headers: { "X-Token": "good" } })).status, 200);
  const refusals = [
    ["/token", {}, 401, '{"message":"Unauthorized"}'],
    [
      "/token",
      { authorization: "bad" },
      403,
      '{"message":"User is not authorized to access this resource with an explicit deny"}',
    ],
    ["/token", { authorization: "broken" }, 500, '{"message":null}'],
    ["/iam", {}, 403, '{"message":"Missing Authentication Token"}'],
  ] as const;
  for (const [path, headers, status, body] of refusals) {
    const answer = await api.ask(path, { headers });
    assert.deepEqual([answer.status, answer.body], [status, body]);
  }
  const closed = await api.ask("/closed");
  assert.equal(closed.status, 403);
  assert.match(
    closed.body,
    /^\{"message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:/,
  );
});

test("keys of usage plans open methods until their quota is used up, and validators refuse what lacks a parameter", async () => {
  const api = await apis.makeApi();
  const { restApiId } = api;
  const { id: requestValidatorId } = await apis.gateway.send(
    new CreateRequestValidatorCommand({ restApiId, name: "v", validateRequestParameters: true }),
  );
  await api.method(undefined, {}, { apiKeyRequired: true });
  await api.method(
    await api.resource("checked"),
    {},
    {
      requestValidatorId,
      requestParameters: { "method.request.querystring.q": true, "method.request.header.h": true },
    },
  );
  await api.deploy();
  const { id: keyId, value = "" } = await apis.gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  const plan = await apis.gateway.send(
    new CreateUsagePlanCommand({
      name: "p",
      apiStages: [{ apiId: restApiId, stage: "dev" }],
      quota: { limit: 2, period: "MONTH" },
    }),
  );
  assert.deepEqual((await api.ask("/", { headers: { "x-api-key": value } })).body, '{"message":"Forbidden"}');
  await apis.gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId, keyType: "API_KEY" }));
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await api.ask("/", { headers: { "x-api-key": value } })).status);
  assert.deepEqual(statuses, [200, 200, 429]);
  assert.equal((await api.ask("/", { headers: { "x-api-key": value } })).body, '{"message":"Limit Exceeded"}');
  assert.equal((await api.ask("/")).status, 403);
  const unchecked = await api.ask("/checked?q=1");
  assert.deepEqual([unchecked.status, unchecked.body], [400, '{"message":"Missing required request parameters: [h]"}']);
  assert.equal((await api.ask("/checked?q=1", { headers: { h: "1" } })).status, 200);
});

test("a stage's settings throttle its methods, and its access log tells of each request", async () => {
  const api = await apis.makeApi();
  await api.method(undefined, {});
  await api.deploy();
  const logs = apis.squall.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "rest" }));
  const destinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:rest";
  const patch = (path: string, value: string) =>
    apis.gateway.send(
      new UpdateStageCommand({
        restApiId: api.restApiId,
        stageName: "dev",
        patchOperations: [{ op: "replace", path, value }],
      }),
    );
  await patch("/accessLogSettings/destinationArn", destinationArn);
  await patch(
    "/accessLogSettings/format",
    "$context.httpMethod $context.resourcePath $context.status $context.requestId",
  );
  const { headers } = await api.ask("/");
  const line = `GET / 200 ${headers["x-amzn-requestid"]}`;
  await eventually(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "rest" }));
    return events.find(({ message }) => message === line);
  }, "the access log");
  await patch("/*/*/throttling/burstLimit", "0");
  const { status, body } = await api.ask("/");
  assert.deepEqual([status, body], [429, '{"message":"Too Many Requests"}']);
});

test("answers are kept by the parameters that tell them apart, until their time is over or they are to be forgotten", async () => {
  const api = await apis.makeApi();
  const { restApiId } = api;
  const resourceId = await api.resource("{id}");
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await api.method(
    resourceId,
    {
      type: "HTTP",
      integrationHttpMethod: "GET",
      uri: apis.backendUrl("/in/kept"),
      cacheKeyParameters: ["method.request.path.id", "method.request.querystring.q"],
    },
    {
      httpMethod: "GET",
      requestParameters: { "method.request.path.id": true, "method.request.querystring.q": false },
    },
  );
  const byStatus = { selectionPattern: "203", responseTemplates: { "application/json": "$context.requestId" } };
  await apis.gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  await apis.gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode: "200", ...byStatus }));
  await api.deploy();
  const patch = (path: string, value: string) =>
    apis.gateway.send(
      new UpdateStageCommand({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", path, value }] }),
    );
  const body = async (path: string, more: UrlAsk = {}) => (await api.ask(path, more)).body;
  assert.notEqual(await body("/a"), await body("/a"), "a stage keeps nothing unless it is told to");
  const stage = await patch("/cacheClusterEnabled", "true");
  assert.deepEqual([stage.cacheClusterSize, stage.cacheClusterStatus], ["0.5", "CREATE_IN_PROGRESS"]);
  await assert.rejects(patch("/cacheClusterSize", "7"), { name: "BadRequestException" });
  await patch("/*/*/caching/enabled", "true");
  const first = await body("/a?q=1");
  assert.equal(await body("/a?q=1&other=2"), first);
  assert.notEqual(await body("/b?q=1"), first);
  assert.notEqual(await body("/a?q=2"), first);
  const anew = { headers: { "cache-control": "max-age=0" } };
  const ignored = await api.ask("/a?q=1", anew);
  assert.equal(ignored.body, first, "nobody without permission forgets what is kept");
  assert.match(String(ignored.headers.warning), /^199 /);
  await patch("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403");
  assert.equal((await api.ask("/a?q=1", anew)).status, 403);
  await patch("/*/*/caching/requireAuthorizationForCacheControl", "false");
  const second = await body("/a?q=1", anew);
  assert.notEqual(second, first);
  assert.equal(await body("/a?q=1"), second);
  await apis.gateway.send(new FlushStageCacheCommand({ restApiId, stageName: "dev" }));
  const third = await body("/a?q=1");
  assert.notEqual(third, second);
  const advance = (advanceMilliseconds: number) =>
    fetch(`${apis.squall.endpoint}/_squall/clock`, { method: "POST", body: JSON.stringify({ advanceMilliseconds }) });
  await advance(200_000);
  assert.equal(await body("/a?q=1"), third);
  await advance(101_000);
  assert.notEqual(await body("/a?q=1"), third, "after five minutes it is asked for anew");
});

test("executions are logged as far as the stage says, and only with a role for it", async () => {
  const logs = apis.squall.client(CloudWatchLogsClient);
  const api = await apis.makeApi();
  const { restApiId } = api;
  const answer = await api.method(await api.resource("good"), {
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
  });
  await answer("200", { responseTemplates: { "application/json": "fine" } });
  await api.method(await api.resource("bad"), { type: "MOCK", requestTemplates: { "application/json": "{}" } });
  await api.deploy();
  const patch = (path: string, value: string) =>
    apis.gateway.send(
      new UpdateStageCommand({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", path, value }] }),
    );
  const cloudwatchRoleArn = (op: "replace" | "remove") =>
    apis.gateway.send(
      new UpdateAccountCommand({
        patchOperations: [{ op, path: "/cloudwatchRoleArn", value: "arn:aws:iam::000000000000:role/logs" }],
      }),
    );
  await assert.rejects(patch("/*/*/logging/loglevel", "INFO"), {
    message: "CloudWatch Logs role ARN must be set in account settings to enable logging",
  });
  await cloudwatchRoleArn("replace");
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/dev`;
  const linesOf = async (requestId: unknown, most: string) =>
    eventually(async () => {
      const { events = [] } = await logs
        .send(new FilterLogEventsCommand({ logGroupName, filterPattern: `"${requestId}"` }))
        .catch(() => ({ events: [] }));
      const lines = events.map(({ message = "" }) => message.replace(`(${requestId}) `, ""));
      return lines.some((line) => line.startsWith(most)) ? lines : undefined;
    }, `the line ${most}`);
  const ask = async (path: string) => (await api.ask(path)).headers["x-amzn-requestid"];

  await patch("/*/*/logging/loglevel", "ERROR");
  const unsaid = await ask("/good");
  const failed = await linesOf(await ask("/bad"), "Method completed");
  assert.match(failed[0] ?? "", /^Execution failed due to configuration error: /);
  assert.deepEqual(failed.slice(1), ["Method completed with status: 500"]);
  await patch("/*/*/logging/loglevel", "INFO");
  const told = await linesOf(await ask("/good"), "Method completed");
  assert.match(told[0] ?? "", /^Starting execution for request: /);
  assert.deepEqual(told.slice(1), [
    "HTTP Method: GET, Resource Path: /good",
    "Successfully completed execution",
    "Method completed with status: 200",
  ]);
  await patch("/*/*/logging/dataTrace", "true");
  const traced = await linesOf(await ask("/good"), "Method completed");
  assert.ok(traced.includes("Method response body after transformations: fine"), traced.join("\n"));
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: `"${unsaid}"` }));
  assert.deepEqual(events, [], "ERROR tells of nothing that went well");
  await cloudwatchRoleArn("remove");
});

test("a stage with active tracing tells X-Ray of its requests, whose functions are part of the trace", async () => {
  const api = await apis.makeApi({ name: "traced" });
  await api.method(undefined, {});
  await api.deploy();
  const untraced = await api.ask("/");
  assert.match(String(untraced.headers["x-amzn-trace-id"]), /;Sampled=0$/);
  const patchOperations = [{ op: "replace", path: "/tracingEnabled", value: "true" } as const];
  await apis.gateway.send(new UpdateStageCommand({ restApiId: api.restApiId, stageName: "dev", patchOperations }));
  const root = `1-${Math.floor(Date.now() / 1_000).toString(16)}-abcdef012345678912345678`;
  const refused = await api.ask("/", { headers: { "x-amzn-trace-id": `Root=${root};Sampled=0` } });
  assert.match(String(refused.headers["x-amzn-trace-id"]), new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=0$`));
  const parent = "53995c3f42cd8ad8";
  const asked = await api.ask("/", { headers: { "x-amzn-trace-id": `Root=${root};Parent=${parent};Sampled=1` } });
  const told = String(asked.headers["x-amzn-trace-id"]);
  const event = JSON.parse(asked.body);
  assert.equal(event.headers["X-Amzn-Trace-Id"], told);
  const xray = apis.squall.client(XRayClient);
  const segment = await eventually(async () => {
    const { Traces = [] } = await xray.send(new BatchGetTracesCommand({ TraceIds: [root] }));
    const documents = (Traces[0]?.Segments ?? []).map(({ Document = "{}" }) => JSON.parse(Document));
    return documents.find(({ origin }) => origin === "AWS::ApiGateway::Stage");
  }, "the segment of the stage");
  assert.deepEqual([segment.name, segment.parent_id, segment.http.response.status], ["traced/dev", parent, 200]);
  assert.equal(segment.aws.api_gateway.rest_api_id, api.restApiId);
  const [subsegment] = segment.subsegments;
  assert.deepEqual([subsegment.name, subsegment.aws.function_name], ["Lambda", "echo"]);
  assert.match(told, new RegExp(`Parent=${subsegment.id};Sampled=1`));
});
