import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateStageCommand,
  type CreateStageCommandInput,
  GetStageCommand,
  ResetAuthorizersCacheCommand,
  UpdateApiCommand,
  UpdateAuthorizerCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { askUrl, type UrlAsk } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

let squall: TestSquall;
let gateway: ApiGatewayV2Client;
let lambda: LambdaClient;
/** Another server, which tells what it was asked. */
let backend: Server;
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

before(async () => {
  squall = await startSquall();
  gateway = squall.client(ApiGatewayV2Client);
  lambda = squall.client(LambdaClient);
  backend = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on("data", (chunk) => body.push(chunk));
    request.on("end", () => {
      response.writeHead(203, { "content-type": "application/json", "x-backend": "yes", "x-inner": "secret" });
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(body).toString() }));
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  await makeFunction("echo", echo);
});
after(async () => {
  backend.close();
  await squall.close();
});

const echo = `
import json
def handler(event, context):
    path = event.get("rawPath") or event.get("path")
    if path.endswith("/fail"):
        raise ValueError("no good")
    if path.endswith("/plain"):
        return {"a": 1}
    if path.endswith("/bad"):
        return {"statusCode": "no number"}
    if path.endswith("/typed"):
        return {"statusCode": 201, "headers": {"X-Own": "yes", "Access-Control-Allow-Origin": "own"}, "body": "typed"}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
`;

async function makeFunction(name: string, source: string): Promise<void> {
  await createFunction(lambda, name, zip({ "index.py": source }));
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName: name, ...permission }));
}

async function makeApi(more: Partial<CreateApiCommandInput> = {}) {
  const { ApiId = "", ApiEndpoint = "" } = await gateway.send(
    new CreateApiCommand({ Name: "api", ProtocolType: "HTTP", ...more }),
  );
  return {
    ApiId,
    ApiEndpoint,
    ask: (path: string, more: UrlAsk = {}) => askUrl(ApiEndpoint, { path, ...more }),
    event: async (path: string, more: UrlAsk = {}) => JSON.parse((await askUrl(ApiEndpoint, { path, ...more })).body),
    integration: async (more: Partial<CreateIntegrationCommandInput> = {}) => {
      const { IntegrationId } = await gateway.send(
        new CreateIntegrationCommand({
          ApiId,
          IntegrationType: "AWS_PROXY",
          IntegrationUri: functionArn("echo"),
          PayloadFormatVersion: "2.0",
          ...more,
        }),
      );
      return `integrations/${IntegrationId}`;
    },
    route: (RouteKey: string, Target: string, more: Partial<CreateRouteCommandInput> = {}) =>
      gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...more })),
    stage: (StageName: string, more: Partial<CreateStageCommandInput> = {}) =>
      gateway.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy: true, ...more })),
    authorizer: async (more: Omit<CreateAuthorizerCommandInput, "ApiId" | "Name">) => {
      const made = await gateway.send(new CreateAuthorizerCommand({ ApiId, Name: "authorizer", ...more }));
      return made.AuthorizerId ?? "";
    },
  };
}

test("a request is the function's event of version 2.0, decoded and without its cookies' header", async () => {
  const api = await makeApi();
  await api.route("POST /pets/{id}/{rest+}", await api.integration());
  await api.stage("$default", { StageVariables: { table: "pets" } });
  const answer = await api.ask("/pets/a%20b/c/%C3%BC?x=1&x=2", {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "c=3; d=4", "user-agent": "test" },
    body: '{"k":"v"}',
  });
  assert.equal(answer.status, 200);
  const event = JSON.parse(answer.body);
  const { requestContext, headers } = event;
  const routeKey = "POST /pets/{id}/{rest+}";
  assert.deepEqual([event.version, event.routeKey, event.rawPath], ["2.0", routeKey, "/pets/a b/c/ü"]);
  assert.deepEqual(event.pathParameters, { id: "a b", rest: "c/ü" });
  assert.deepEqual([event.rawQueryString, event.queryStringParameters], ["x=1&x=2", { x: "1,2" }]);
  assert.deepEqual(
    [event.cookies, headers.cookie, event.stageVariables],
    [["c=3", "d=4"], undefined, { table: "pets" }],
  );
  assert.deepEqual([event.body, event.isBase64Encoded], ['{"k":"v"}', false]);
  assert.deepEqual(
    [requestContext.accountId, requestContext.apiId, requestContext.stage, requestContext.routeKey],
    ["000000000000", api.ApiId, "$default", routeKey],
  );
  assert.equal(requestContext.domainPrefix, api.ApiId);
  assert.equal(requestContext.requestId, answer.headers["apigw-requestid"]);
  assert.match(headers["x-amzn-trace-id"], /^Root=1-/);
  assert.deepEqual((await api.ask("/nothing")).body, '{"message":"Not Found"}');
  assert.equal((await api.ask("/nothing")).status, 404);
});

test("version 1.0 has what a REST API's event has; its answer must have a statusCode", async () => {
  const api = await makeApi();
  await api.route("ANY /{proxy+}", await api.integration({ PayloadFormatVersion: "1.0" }));
  await api.stage("dev");
  const event = await api.event("/dev/a?x=1&x=2", { headers: { "X-Multi": ["1", "2"], constructor: "own" } });
  assert.deepEqual(
    [event.version, event.resource, event.path, event.httpMethod, event.pathParameters],
    ["1.0", "/{proxy+}", "/dev/a", "GET", { proxy: "a" }],
  );
  assert.deepEqual(
    [event.queryStringParameters, event.multiValueQueryStringParameters],
    [{ x: "2" }, { x: ["1", "2"] }],
  );
  assert.deepEqual([event.multiValueHeaders["X-Multi"], event.headers.constructor], [["1", "2"], "own"]);
  assert.deepEqual(
    [event.body, event.stageVariables, event.requestContext.identity.sourceIp],
    [null, null, "127.0.0.1"],
  );
  assert.equal((await api.ask("/dev/plain")).status, 500);
  assert.equal((await api.ask("/other/a")).status, 404);
});

test("answers are what the function says, and its failures a 500 that tells nothing", async () => {
  const api = await makeApi({ Target: functionArn("echo") });
  const typed = await api.ask("/typed");
  assert.deepEqual([typed.status, typed.headers["x-own"], typed.body], [201, "yes", "typed"]);
  assert.equal(typed.headers["content-type"], "text/plain; charset=utf-8");
  const plain = await api.ask("/plain");
  assert.deepEqual([plain.status, plain.headers["content-type"], plain.body], [200, "application/json", '{"a":1}']);
  for (const path of ["/fail", "/bad"]) {
    const { status, body } = await api.ask(path);
    assert.deepEqual([status, body], [500, '{"message":"Internal Server Error"}'], path);
  }
  assert.equal((await api.ask("/", { method: "PUT", body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status, 413);
});

test("with CORS settings the API answers preflights, and its word counts instead of the function's", async () => {
  const CorsConfiguration = {
    AllowOrigins: ["https://shop.example"],
    AllowMethods: ["GET"],
    AllowHeaders: ["x-a"],
    MaxAge: 60,
  };
  const api = await makeApi({ Target: functionArn("echo"), CorsConfiguration });
  const asked = { origin: "https://shop.example", "access-control-request-method": "GET" };
  const preflight = await api.ask("/any", { method: "OPTIONS", headers: asked });
  const { headers } = preflight;
  assert.deepEqual(
    [preflight.status, headers["access-control-allow-origin"], headers["access-control-allow-methods"]],
    [204, "https://shop.example", "GET"],
  );
  assert.deepEqual([headers["access-control-allow-headers"], headers["access-control-max-age"]], ["x-a", "60"]);
  const typed = await api.ask("/typed", { headers: { origin: "https://shop.example" } });
  assert.equal(typed.headers["access-control-allow-origin"], "https://shop.example");
  const other = await api.ask("/typed", { headers: { origin: "https://other.example" } });
  assert.equal(other.headers["access-control-allow-origin"], undefined);
});

test("another server answers, with parameters that the integration changes on both ways", async () => {
  const api = await makeApi();
  const { port } = backend.address() as AddressInfo;
  const target = await api.integration({
    IntegrationType: "HTTP_PROXY",
    IntegrationMethod: "ANY",
    IntegrationUri: `http://127.0.0.1:${port}/\${stageVariables.base}/{proxy}`,
    PayloadFormatVersion: "1.0",
    RequestParameters: {
      "append:header.x-route": "$context.routeKey",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of AWS's.
      "overwrite:querystring.q": "${request.querystring.q}-${stageVariables.base}",
      "remove:header.x-secret": "",
    },
    ResponseParameters: {
      "203": {
        "overwrite:statuscode": "200",
        "remove:header.x-inner": "",
        "append:header.x-path": "$request.path.proxy",
      },
    },
  });
  await api.route("ANY /{proxy+}", target);
  await api.stage("$default", { StageVariables: { base: "v1" } });
  const answer = await api.ask("/a%2Fb/c?q=1", { method: "POST", headers: { "x-secret": "s" }, body: "hello" });
  const told = JSON.parse(answer.body);
  assert.deepEqual([answer.status, answer.headers["x-backend"], answer.headers["x-inner"]], [200, "yes", undefined]);
  assert.equal(answer.headers["x-path"], "a/b/c");
  assert.deepEqual([told.method, told.url, told.body], ["POST", "/v1/a/b/c?q=1-v1", "hello"]);
  assert.deepEqual([told.headers["x-route"], told.headers["x-secret"]], ["ANY /{proxy+}", undefined]);
  assert.match(told.headers.forwarded, /for=127\.0\.0\.1/);
  // Nobody leaves the path that the integration names.
  for (const path of ["/../admin", "/a/%2e%2e/%2e%2e/admin", "/..%2Fadmin"])
    assert.equal((await api.ask(path)).status, 400, path);
});

test("a query whose only parameter the integration removes is empty", async () => {
  const api = await makeApi();
  const { port } = backend.address() as AddressInfo;
  const target = await api.integration({
    IntegrationType: "HTTP_PROXY",
    IntegrationMethod: "GET",
    IntegrationUri: `http://127.0.0.1:${port}/plain`,
    PayloadFormatVersion: "1.0",
    RequestParameters: { "remove:querystring.secret": "" },
  });
  await api.route("GET /q", target);
  await api.stage("$default");
  assert.equal(JSON.parse((await api.ask("/q?secret=1")).body).url, "/plain");
});

test("a token of the issuer lets in, with the scopes that the route asks for; nothing else does", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = createServer((request, response) => {
    const { port } = issuer.address() as AddressInfo;
    const isKeys = request.url === "/keys";
    const keys = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" }] };
    response.end(
      JSON.stringify(isKeys ? keys : { issuer: `http://127.0.0.1:${port}`, jwks_uri: `http://127.0.0.1:${port}/keys` }),
    );
  });
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
  try {
    const Issuer = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const api = await makeApi();
    const target = await api.integration();
    const AuthorizerId = await api.authorizer({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer, Audience: ["shop"] },
    });
    await api.route("GET /any", target, { AuthorizationType: "JWT", AuthorizerId });
    await api.route("GET /scoped", target, { AuthorizationType: "JWT", AuthorizerId, AuthorizationScopes: ["write"] });
    await api.stage("$default");
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const good = {
      iss: Issuer,
      aud: "shop",
      exp: nowSeconds + 600,
      sub: "ann",
      scope: "read write",
      roles: ["a", "b"],
    };
    const toToken = (claims: object, { key = privateKey, head = {} } = {}) => {
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const signed = `${encode({ alg: "RS256", kid: "k1", ...head })}.${encode(claims)}`;
      return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key).toString("base64url")}`;
    };
    const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    const { requestContext } = await api.event("/any", as(toToken(good)));
    assert.deepEqual(requestContext.authorizer.jwt.scopes, null);
    assert.deepEqual(
      [requestContext.authorizer.jwt.claims.sub, requestContext.authorizer.jwt.claims.roles],
      ["ann", "[a b]"],
    );
    const scoped = await api.event("/scoped", as(toToken(good)));
    assert.deepEqual(scoped.requestContext.authorizer.jwt.scopes, ["read", "write"]);
    assert.equal((await api.ask("/scoped", as(toToken({ ...good, scope: "read" })))).status, 403);
    const missing = await api.ask("/any");
    assert.deepEqual([missing.status, missing.body], [401, '{"message":"Unauthorized"}']);
    assert.equal(missing.headers["www-authenticate"], "Bearer");
    for (const [why, token] of Object.entries({
      "another key": toToken(good, { key: other.privateKey }),
      "another key id": toToken(good, { head: { kid: "k2" } }),
      "no algorithm": `${toToken(good, { head: { alg: "none" } })
        .split(".")
        .slice(0, 2)
        .join(".")}.`,
      "an algorithm of secrets": toToken(good, { head: { alg: "HS256" } }),
      expired: toToken({ ...good, exp: nowSeconds - 1 }),
      "not yet": toToken({ ...good, nbf: nowSeconds + 600 }),
      "another audience": toToken({ ...good, aud: "bank" }),
      "another issuer": toToken({ ...good, iss: "https://other.example" }),
      nothing: "x",
    })) {
      const refused = await api.ask("/any", as(token));
      assert.equal(refused.status, 401, why);
      assert.match(refused.headers["www-authenticate"] ?? "", /error="invalid_token"/, why);
    }
  } finally {
    issuer.close();
  }
});

test("a function says who may call, in either form, and is asked again when its answer is old", async () => {
  await makeFunction(
    "judge",
    `
import time
def handler(event, context):
    token = event.get("identitySource")
    token = token[0] if isinstance(token, list) else token
    if token == "crash":
        raise ValueError("no")
    context = {"who": token, "at": str(time.time_ns())}
    if event["version"] == "2.0":
        return {"isAuthorized": token == "yes", "context": context}
    effect = "Allow" if token == "yes" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    return {"principalId": "p", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, "context": context}
`,
  );
  const common = { AuthorizerType: "REQUEST", AuthorizerUri: functionArn("judge") } as const;
  const IdentitySource = ["$request.header.x-token"];
  for (const version of ["1.0", "2.0"]) {
    const api = await makeApi();
    const AuthorizerId = await api.authorizer({
      ...{ ...common, IdentitySource, AuthorizerPayloadFormatVersion: version },
      EnableSimpleResponses: version === "2.0",
      AuthorizerResultTtlInSeconds: 300,
    });
    await api.route("ANY /{proxy+}", await api.integration(), { AuthorizationType: "CUSTOM", AuthorizerId });
    await api.stage("$default");
    const as = (token: string) => ({ headers: { "x-token": token } });
    const first = (await api.event("/a", as("yes"))).requestContext.authorizer.lambda;
    assert.equal(first.who, "yes", version);
    assert.equal((await api.event("/a", as("yes"))).requestContext.authorizer.lambda.at, first.at, "kept");
    const { ApiId } = api;
    await gateway.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, Name: "changed" }));
    const second = (await api.event("/a", as("yes"))).requestContext.authorizer.lambda;
    assert.notEqual(second.at, first.at, "asked anew");
    await gateway.send(new ResetAuthorizersCacheCommand({ ApiId, StageName: "$default" }));
    assert.notEqual((await api.event("/a", as("yes"))).requestContext.authorizer.lambda.at, second.at, "forgotten");
    const refused = await api.ask("/a", as("no"));
    assert.deepEqual([refused.status, refused.body], [403, '{"message":"Forbidden"}']);
    assert.equal((await api.ask("/a")).status, 401);
    assert.equal((await api.ask("/a", as("crash"))).status, 500);
  }
});

test("queues and buses answer without a function, with what the request brings", async () => {
  const [sqs, events] = [squall.client(SQSClient), squall.client(EventBridgeClient)];
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:*", Resource: "*" }],
  });
  const { QueueUrl: heard } = await sqs.send(new CreateQueueCommand({ QueueName: "heard", Attributes: { Policy } }));
  await events.send(new PutRuleCommand({ Name: "orders", EventPattern: '{"source":["shop"]}' }));
  const Arn = "arn:aws:sqs:us-east-1:000000000000:heard";
  await events.send(new PutTargetsCommand({ Rule: "orders", Targets: [{ Id: "queue", Arn }] }));
  const api = await makeApi();
  const service = (IntegrationSubtype: string, RequestParameters: Record<string, string>) =>
    api.integration({
      ...{ IntegrationSubtype, RequestParameters, IntegrationUri: undefined, PayloadFormatVersion: "1.0" },
      CredentialsArn: "arn:aws:iam::000000000000:role/api",
    });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to name a value within a text.
  const who = '{"who":{"DataType":"String","StringValue":"${request.header.x-who}"}}';
  await api.route(
    "POST /orders",
    await service("SQS-SendMessage", {
      QueueUrl: QueueUrl ?? "",
      MessageBody: "$request.body.order",
      MessageAttributes: who,
    }),
  );
  const detail = { Source: "shop", DetailType: "$request.querystring.type", Detail: "$request.body" };
  await api.route(
    "POST /events",
    await service("EventBridge-PutEvents", { ...detail, Time: "$context.requestTimeEpoch" }),
  );
  await api.stage("$default");
  const headers = { "content-type": "application/json", "x-who": "me" };
  const sent = await api.ask("/orders", { method: "POST", headers, body: '{"order":{"id":7}}' });
  assert.equal(sent.status, 200, sent.body);
  assert.match(sent.body, /<SendMessageResponse .*<MessageId>/s);
  const received = (url: string | undefined) =>
    eventually(async () => {
      const asked = { QueueUrl: url, MessageAttributeNames: ["All"], WaitTimeSeconds: 1 };
      return (await sqs.send(new ReceiveMessageCommand(asked))).Messages?.[0];
    }, "a message");
  const order = await received(QueueUrl);
  assert.equal(order.Body, '{"id":7}');
  assert.equal(order.MessageAttributes?.who?.StringValue, "me");
  const nothing = await api.ask("/orders", { method: "POST", headers, body: "{}" });
  assert.equal(nothing.status, 400, "without what the message's body is made of");
  const put = await api.ask("/events?type=order", { method: "POST", headers, body: '{"id":8}' });
  assert.equal(JSON.parse(put.body).FailedEntryCount, 0, put.body);
  const event = JSON.parse((await received(heard)).Body ?? "{}");
  assert.deepEqual([event["detail-type"], event.detail], ["order", { id: 8 }]);
});

test("more requests than a stage allows are refused", async () => {
  const api = await makeApi({ Target: functionArn("echo") });
  const { ApiId } = api;
  const DefaultRouteSettings = { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 };
  await gateway.send(new UpdateStageCommand({ ApiId, StageName: "$default", DefaultRouteSettings }));
  const statuses = [];
  for (let times = 0; times < 4; times++) statuses.push((await api.ask("/typed")).status);
  assert.deepEqual(statuses, [201, 201, 429, 429]);
});

test("an API is reached by a path, too, and at its own host only as long as it may be", async () => {
  const api = await makeApi();
  await api.route("GET /a", await api.integration());
  await api.stage("prod");
  const { host } = new URL(squall.endpoint);
  for (const path of [`/_aws/execute-api/${api.ApiId}/prod/a`, `/restapis/${api.ApiId}/prod/_user_request_/a`]) {
    const { status, body } = await askUrl(squall.endpoint, { path, headers: { host } });
    assert.deepEqual([status, JSON.parse(body).rawPath], [200, "/prod/a"], path);
  }
  await gateway.send(new UpdateApiCommand({ ApiId: api.ApiId, DisableExecuteApiEndpoint: true }));
  assert.equal((await api.ask("/prod/a")).status, 404);
});

test("requests are written to the stage's access log and counted", async () => {
  const logs = squall.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "access" }));
  const DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:access";
  const Format =
    '{"id":"$context.requestId","route":"$context.routeKey","status":"$context.status","path":"$context.path"}';
  const api = await makeApi({ Target: functionArn("echo") });
  await gateway.send(
    new UpdateStageCommand({ ApiId: api.ApiId, StageName: "$default", AccessLogSettings: { DestinationArn, Format } }),
  );
  assert.ok((await gateway.send(new GetStageCommand({ ApiId: api.ApiId, StageName: "$default" }))).AccessLogSettings);
  const { headers } = await api.ask("/typed/%22%0A");
  const [line] = await eventually(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "access" }));
    return events.length > 0 ? events : undefined;
  }, "the access log");
  assert.deepEqual(JSON.parse(line?.message ?? ""), {
    ...{ id: headers["apigw-requestid"], route: "$default", status: "200", path: '/typed/"\n' },
  });
  await fetch(`${squall.endpoint}/_squall/clock`, {
    method: "POST",
    body: JSON.stringify({ advanceMilliseconds: 60_000 }),
  });
  const cloudwatch = squall.client(CloudWatchClient);
  await eventually(async () => {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/ApiGateway",
        MetricName: "Count",
        Dimensions: [{ Name: "ApiId", Value: api.ApiId }],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 86_400,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0) === 1 || undefined;
  }, "the count");
});
