import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  type GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteResponseCommand,
  CreateStageCommand,
  type CreateStageCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { connectTo, getPlain, refusedBy } from "../support/web-sockets.ts";
import { zip } from "../support/zip.ts";

let squall: TestSquall;
let gateway: ApiGatewayV2Client;
let lambda: LambdaClient;
/** Another server: what it has been asked. */
let backend: Server;
const asked: { url: string; headers: Record<string, unknown>; body: string }[] = [];

before(async () => {
  squall = await startSquall();
  gateway = squall.client(ApiGatewayV2Client);
  lambda = squall.client(LambdaClient);
  backend = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      asked.push({ url: request.url ?? "", headers: request.headers, body });
      response.writeHead(request.url?.startsWith("/refuse") ? 403 : 200, { "x-kind": "backend" });
      response.end(JSON.stringify({ got: body }));
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  await createFunction(lambda, "echo", zip({ "index.py": echo }));
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName: "echo", ...permission }));
});
after(async () => {
  backend.close();
  await squall.close();
});

/** Tells what it was told; of clients that have gone, in its log. */
const echo = `
import json
def handler(event, context):
    about = event.get("requestContext", {})
    query = event.get("queryStringParameters") or {}
    if event.get("type") == "REQUEST":
        token = query.get("token")
        if token == "boom":
            raise Exception("boom")
        effect = "Allow" if token == "secret" else "Deny"
        return {"principalId": "me", "context": {"n": 1, "arn": event["methodArn"]},
                "policyDocument": {"Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
    if about.get("eventType") == "DISCONNECT":
        print("GONE " + json.dumps(event))
        return {"statusCode": 200}
    if "status" in query:
        return {"statusCode": int(query["status"])}
    if query.get("mode") == "fail":
        raise Exception("no")
    if query.get("mode") == "nothing":
        return None
    if about.get("eventType") == "CONNECT":
        print("CAME " + json.dumps(event))
        protocol = event["headers"].get("Sec-WebSocket-Protocol", "").split(",")[-1].strip()
        return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": protocol} if protocol else {}}
    if "plain" in event:
        return {"had": event}
    if "fail" in event.get("body", ""):
        raise Exception("no")
    return {"statusCode": 200, "body": json.dumps(event)}
`;

async function makeApi(more: { RouteSelectionExpression?: string } = {}) {
  const { ApiId = "", ApiEndpoint = "" } = await gateway.send(
    new CreateApiCommand({
      Name: "chat",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
      ...more,
    }),
  );
  const integration = async (given: Partial<CreateIntegrationCommandInput> = {}) => {
    const { IntegrationId = "" } = await gateway.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: functionUri("echo"),
        ...given,
      }),
    );
    return IntegrationId;
  };
  const route = async (RouteKey: string, id: string, given: Partial<CreateRouteCommandInput> = {}) => {
    const Target = `integrations/${id}`;
    const { RouteId = "" } = await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...given }));
    return RouteId;
  };
  return {
    ApiId,
    url: `${ApiEndpoint}/dev`,
    integration,
    route,
    /** Of which the client is answered. */
    twoWay: async (RouteKey: string, id: string) => {
      const RouteId = await route(RouteKey, id, { RouteResponseSelectionExpression: "$default" });
      await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
    },
    stage: (given: Partial<CreateStageCommandInput> = {}) =>
      gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true, ...given })),
    manager: () =>
      new ApiGatewayManagementApiClient({
        endpoint: `${squall.endpoint}/_aws/execute-api/${ApiId}/dev`,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        maxAttempts: 1,
      }),
  };
}

const functionUri = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;

async function logged(word: string, connectionId: string): Promise<Record<string, never>> {
  const logs = squall.client(CloudWatchLogsClient);
  const filter = { logGroupName: "/aws/lambda/echo", filterPattern: `"${word}" "${connectionId}"` };
  return eventually(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand(filter));
    const text = events[0]?.message;
    return text === undefined ? undefined : JSON.parse(text.slice(text.indexOf("{")));
  }, `a line with ${word}`);
}

test("functions are told who comes, what is said by which route, and who has gone", async () => {
  const api = await makeApi();
  const id = await api.integration();
  await api.route("$connect", id);
  await api.route("$disconnect", id);
  await api.twoWay("$default", id);
  await api.twoWay("send", id);
  await api.stage({ StageVariables: { table: "rooms" } });
  const client = await connectTo(`${api.url}?room=1&room=2`, { headers: { "user-agent": "test", "x-own": "yes" } });
  client.send({ action: "send", n: 1 });
  const event = JSON.parse(await client.next());
  const { requestContext: about } = event;
  assert.deepEqual(
    [about.routeKey, about.eventType, about.messageDirection, about.stage, about.apiId],
    ["send", "MESSAGE", "IN", "dev", api.ApiId],
  );
  assert.deepEqual([event.body, event.isBase64Encoded], ['{"action":"send","n":1}', false]);
  assert.deepEqual([event.headers, event.stageVariables], [undefined, { table: "rooms" }]);
  assert.match(about.connectionId, /^[\w-]{15}=$/);
  assert.match(about.messageId, /^[\w-]{15}=$/);
  assert.equal(about.requestId, about.extendedRequestId);
  assert.equal(about.domainName, new URL(api.url).host);
  assert.deepEqual(about.identity, { userAgent: "test", sourceIp: "127.0.0.1" });
  for (const said of ["no JSON", { action: "other" }, { action: "$connect" }]) {
    client.send(said);
    assert.equal(JSON.parse(await client.next()).requestContext.routeKey, "$default");
  }
  client.socket.close(3001, "enough");
  assert.equal((await client.closed()).code, 3001);
  const came: Record<string, Record<string, unknown>> = await logged("CAME", about.connectionId);
  assert.equal(came.requestContext?.eventType, "CONNECT");
  assert.deepEqual(came.queryStringParameters, { room: "2" });
  assert.deepEqual(came.multiValueQueryStringParameters, { room: ["1", "2"] });
  assert.equal(came.headers?.["x-own"], "yes");
  assert.ok(came.headers?.["Sec-WebSocket-Key"]);
  assert.equal(came.requestContext?.connectedAt, about.connectedAt);
  const gone: Record<string, Record<string, unknown>> = await logged("GONE", about.connectionId);
  assert.deepEqual(
    [gone.requestContext?.disconnectStatusCode, gone.requestContext?.disconnectReason, gone.requestContext?.routeKey],
    [3001, "enough", "$disconnect"],
  );
  assert.equal(gone.headers?.["x-restapi"], "");
});

test("a route without a response answers nothing, and one that fails says so, as AWS writes it", async () => {
  const api = await makeApi();
  const id = await api.integration();
  await api.route("quiet", id);
  await api.twoWay("said", id);
  await api.stage();
  const client = await connectTo(api.url);
  client.send({ action: "quiet" });
  client.send({ action: "said", text: "fail" });
  assert.match(
    await client.next(),
    /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
  );
  client.send({ action: "unknown" });
  assert.match(await client.next(), /^\{"message": "Forbidden", /);
  assert.equal(client.messages.length, 2, "the quiet one has said nothing");
  client.socket.close();
  await client.closed();
});

test("whom $connect refuses is not let in: by its status, if it fails, and if it gives no answer", async () => {
  const api = await makeApi();
  await api.route("$connect", await api.integration());
  await api.stage();
  const statusOf = async (query: string) => (await refusedBy(`${api.url}?${query}`)).status;
  assert.deepEqual([await statusOf("status=401"), await statusOf("status=500")], [401, 500]);
  assert.deepEqual([await statusOf("mode=fail"), await statusOf("mode=nothing")], [502, 502]);
  const other = await refusedBy(api.url.replace("/dev", "/other"));
  assert.deepEqual([other.status, JSON.parse(other.body).message], [403, "Forbidden"]);
  assert.equal((await getPlain(api.url)).status, 426);
});

test("$connect chooses one of the client's subprotocols", async () => {
  const api = await makeApi();
  await api.route("$connect", await api.integration());
  await api.stage();
  const client = await connectTo(api.url, { protocols: ["first", "second"] });
  assert.equal(client.socket.protocol, "second");
  client.socket.terminate();
});

test("a REQUEST authorizer is asked once, and what it says goes with each message", async () => {
  const api = await makeApi();
  const id = await api.integration();
  const { AuthorizerId } = await gateway.send(
    new CreateAuthorizerCommand({
      ApiId: api.ApiId,
      Name: "by-token",
      AuthorizerType: "REQUEST",
      AuthorizerUri: functionUri("echo"),
      IdentitySource: ["route.request.querystring.token"],
    }),
  );
  await api.route("$connect", id, { AuthorizationType: "CUSTOM", AuthorizerId });
  await api.twoWay("$default", id);
  await api.stage();
  const statusOf = async (query: string) => (await refusedBy(`${api.url}${query}`)).status;
  assert.deepEqual(
    [await statusOf(""), await statusOf("?token=wrong"), await statusOf("?token=boom")],
    [401, 403, 500],
  );
  const client = await connectTo(`${api.url}?token=secret`);
  client.send("hello");
  const { authorizer } = JSON.parse(await client.next()).requestContext;
  const arn = `arn:aws:execute-api:us-east-1:000000000000:${api.ApiId}/dev/$connect`;
  assert.deepEqual(authorizer, { principalId: "me", n: "1", arn });
  client.socket.terminate();
});

test("back ends send to clients, look them up and end them; whoever has gone is 410", async () => {
  const api = await makeApi();
  await api.twoWay("$default", await api.integration());
  await api.stage();
  const manager = api.manager();
  const client = await connectTo(api.url, { headers: { "user-agent": "test" } });
  client.send("who am I");
  const { connectionId: ConnectionId } = JSON.parse(await client.next()).requestContext;
  await manager.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from("für dich") }));
  assert.equal(await client.next(), "für dich");
  const found = await manager.send(new GetConnectionCommand({ ConnectionId }));
  assert.deepEqual(found.Identity, { SourceIp: "127.0.0.1", UserAgent: "test" });
  assert.ok(found.ConnectedAt instanceof Date && found.LastActiveAt instanceof Date);
  const Data = Buffer.alloc(131_073, "x");
  await assert.rejects(manager.send(new PostToConnectionCommand({ ConnectionId, Data })), {
    name: "PayloadTooLargeException",
  });
  await assert.rejects(manager.send(new GetConnectionCommand({ ConnectionId: "x" })), { name: "BadRequestException" });
  const other = await makeApi();
  await other.stage();
  await assert.rejects(other.manager().send(new GetConnectionCommand({ ConnectionId })), { name: "GoneException" });
  // By the id alone clients of the caller's own account are found, and nobody else's.
  const byId = (accessKeyId: string) =>
    squall
      .client(ApiGatewayManagementApiClient, { credentials: { accessKeyId, secretAccessKey: "test" } })
      .send(new GetConnectionCommand({ ConnectionId }));
  assert.deepEqual((await byId("000000000000")).Identity, found.Identity);
  await assert.rejects(byId("123456789012"), { name: "GoneException" });
  await manager.send(new DeleteConnectionCommand({ ConnectionId }));
  assert.equal((await client.closed()).code, 1000);
  await eventually(async () => {
    const failure = await manager.send(new GetConnectionCommand({ ConnectionId })).catch((error: Error) => error);
    return failure instanceof Error ? failure : undefined;
  }, "the connection to be gone");
  const late = manager.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from("x") }));
  await assert.rejects(late, (error: GoneException) => {
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], ["GoneException", 410]);
    return true;
  });
  await assert.rejects(manager.send(new DeleteConnectionCommand({ ConnectionId })), { name: "GoneException" });
});

test("templates make the back end's request and the client's answer: functions, other servers, mocks", async () => {
  const api = await makeApi();
  const respond = (IntegrationId: string, IntegrationResponseKey: string, text: string) =>
    gateway.send(
      new CreateIntegrationResponseCommand({
        ApiId: api.ApiId,
        IntegrationId,
        IntegrationResponseKey,
        ResponseTemplates: { $default: text },
        TemplateSelectionExpression: "\\$default",
      }),
    );
  const plain = await api.integration({
    IntegrationType: "AWS",
    RequestTemplates: {
      two: `{"plain":$input.json('$.n'),"from":"$context.connectionId","in":"$stageVariables.table"}`,
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of AWS's.
    TemplateSelectionExpression: "${request.body.template}",
  });
  await respond(plain, "$default", `n is $input.path('$.had.plain') in $input.path('$.had.in')`);
  await api.twoWay("plain", plain);
  const mock = await api.integration({
    IntegrationType: "MOCK",
    IntegrationUri: undefined,
    RequestTemplates: { $default: '{"statusCode": $input.json("$.status")}' },
  });
  await respond(mock, "/2\\d\\d/", "well, $context.routeKey");
  await respond(mock, "$default", "not well");
  await api.twoWay("mock", mock);
  const { port } = backend.address() as AddressInfo;
  const http = await api.integration({
    IntegrationType: "HTTP",
    IntegrationUri: `http://127.0.0.1:${port}/rooms/{room}`,
    IntegrationMethod: "PUT",
    RequestParameters: {
      "integration.request.path.room": "route.request.body.room",
      "integration.request.header.connectionId": "context.connectionId",
      "integration.request.querystring.of": "'chat'",
    },
  });
  await respond(http, "/200/", "$input.json('$')");
  await api.twoWay("http", http);
  await api.stage({ StageVariables: { table: "rooms" } });
  const client = await connectTo(api.url);
  client.send({ action: "plain", template: "two", n: 7 });
  assert.equal(await client.next(), "n is 7 in rooms");
  client.send({ action: "mock", status: 204 });
  assert.equal(await client.next(), "well, mock");
  client.send({ action: "mock", status: 500 });
  assert.equal(await client.next(), "not well");
  const said = JSON.stringify({ action: "http", room: "a b" });
  client.send(said);
  assert.deepEqual(JSON.parse(await client.next()), { got: said });
  assert.equal(asked.at(-1)?.url, "/rooms/a%20b?of=chat");
  assert.match(String(asked.at(-1)?.headers.connectionid), /^[\w-]{15}=$/);
  client.socket.terminate();
});

test("another server may refuse a client, and is told its query", async () => {
  const api = await makeApi();
  const { port } = backend.address() as AddressInfo;
  const more = { IntegrationType: "HTTP_PROXY", IntegrationMethod: "POST" } as const;
  const id = await api.integration({ ...more, IntegrationUri: `http://127.0.0.1:${port}/\${stageVariables.path}` });
  await api.route("$connect", id);
  await api.stage({ StageVariables: { path: "refuse" } });
  assert.equal((await refusedBy(`${api.url}?who=me`)).status, 403);
  assert.equal(asked.at(-1)?.url, "/refuse?who=me");
});

test("messages of a size that may not be, and bytes, end the connection", async () => {
  const api = await makeApi();
  await api.twoWay("$default", await api.integration({ IntegrationType: "MOCK", IntegrationUri: undefined }));
  await api.stage();
  const long = await connectTo(api.url);
  long.send("x".repeat(32_769));
  assert.equal((await long.closed()).code, 1009);
  const bytes = await connectTo(api.url);
  bytes.socket.send(Buffer.from([1, 2, 3]));
  assert.equal((await bytes.closed()).code, 1003);
});

test("throttled messages are refused, and access logs tell of each", async () => {
  const logs = squall.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "chat-access" }));
  const api = await makeApi();
  await api.twoWay("$default", await api.integration({ IntegrationType: "MOCK", IntegrationUri: undefined }));
  await api.stage({
    RouteSettings: { $default: { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 } },
    AccessLogSettings: {
      DestinationArn: "arn:aws:logs:us-east-1:000000000000:log-group:chat-access",
      Format: "$context.requestId $context.eventType $context.routeKey $context.status $context.connectionId",
    },
  });
  const client = await connectTo(api.url);
  client.send("hello");
  assert.match(await client.next(), /^\{"message": "Too Many Requests", /);
  client.socket.close();
  const line = await eventually(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "chat-access" }));
    const texts = events.map(({ message = "" }) => message);
    return texts.some((text) => text.includes("DISCONNECT"))
      ? texts.find((text) => text.includes("MESSAGE"))
      : undefined;
  }, "the lines of the access log");
  assert.match(line, /^[\w-]{15}= MESSAGE \$default 429 [\w-]{15}=$/);
});

test("whoever is silent for ten minutes, or stays for two hours, is ended with 1001; a ping is no silence", async () => {
  const api = await makeApi();
  await api.stage();
  const advance = (minutes: number) =>
    fetch(`${squall.endpoint}/_squall/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceMilliseconds: minutes * 60_000 }),
    });
  const silent = await connectTo(api.url);
  const alive = await connectTo(api.url);
  for (let ten = 0; ten < 12; ten += 1) {
    assert.equal(alive.socket.readyState, alive.socket.OPEN, `after ${ten} times nine minutes`);
    const pong = once(alive.socket, "pong");
    alive.socket.ping();
    await pong;
    await advance(9);
  }
  assert.equal((await silent.closed()).code, 1001);
  await advance(13);
  assert.deepEqual(await alive.closed(), { code: 1001, reason: "Going away" });
});
