import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import type { PutEventsRequestEntry, Target } from "@aws-sdk/client-eventbridge";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { rootPrincipal, servicePrincipal } from "../../principal.ts";
import { sqs } from "../../sqs/service.ts";
import { events } from "../service.ts";

const at = "arn:aws:events:us-east-1:000000000000";
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const everything = JSON.stringify({ source: [{ prefix: "" }] });

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [events, sqs]);
  const { call, table, clock, asRoot } = opened;
  const { storage } = table.host;
  const settle = async () => {
    for (let round = 0; round < 4; round++) {
      await storage.outbox.idle();
      await storage.timers.idle();
    }
  };
  const queue = async (name: string) => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
      ],
    });
    const VisibilityTimeout = "43200";
    const fifo = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
    return (
      (await call("sqs", "CreateQueue", { QueueName: name, Attributes: { Policy, VisibilityTimeout, ...fifo } }))
        .QueueUrl ?? ""
    );
  };
  const rule = async (name: string, target: Partial<Target>, more: object = {}) => {
    const { EventBusName }: { EventBusName?: string } = more;
    await call("eventbridge", "PutRule", { Name: name, EventPattern: everything, ...more });
    const Targets = [{ Id: "t", Arn: queueArn("q"), ...target }];
    await call("eventbridge", "PutTargets", { Rule: name, Targets, EventBusName });
  };
  const put = (...Entries: PutEventsRequestEntry[]) =>
    call("eventbridge", "PutEvents", {
      Entries: Entries.map((entry) => ({ Source: "shop", DetailType: "order", Detail: '{"n": 1}', ...entry })),
    });
  const messages = async (url: string) => {
    await settle();
    const asked = {
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      AttributeNames: ["All" as const],
    };
    return (await call("sqs", "ReceiveMessage", asked)).Messages ?? [];
  };
  return { call, table, clock, asRoot, settle, queue, rule, put, messages };
}

test("an event reaches the targets of the rules it matches, as it was put, and nobody else", async (context) => {
  const { call, queue, rule, put, messages } = await open(context);
  const q = await queue("q");
  const other = await queue("other");
  await rule("all", {});
  await rule("some", { Arn: queueArn("other") }, { EventPattern: '{"detail":{"n":[2]}}' });
  await rule("off", { Arn: queueArn("other") }, { State: "DISABLED" });
  const Time = new Date("2024-01-02T03:04:05.678Z");
  const answer = await put({ Time, Resources: ["arn:r"], Detail: '{"n": 1.0, "s":"é"}' });
  assert.equal(answer.FailedEntryCount, 0);
  const [message] = await messages(q);
  const id = answer.Entries?.[0]?.EventId;
  assert.equal(
    message?.Body,
    `{"version":"0","id":"${id}","detail-type":"order","source":"shop","account":"000000000000",` +
      '"time":"2024-01-02T03:04:05Z","region":"us-east-1","resources":["arn:r"],"detail":{"n":1.0,"s":"é"}}',
  );
  assert.deepEqual(await messages(other), []);
  await put({ Detail: '{"n":2}' });
  assert.equal((await messages(other)).length, 1);
  await call("eventbridge", "RemoveTargets", { Rule: "all", Ids: ["t"] });
  await messages(q);
  await put({});
  assert.deepEqual(await messages(q), [], "a change of a rule holds at once");
});

test("entries are refused one by one, a call that is too large as a whole", async (context) => {
  const { call, put, asRoot } = await open(context);
  const bad = { Source: "s", DetailType: "d" };
  const { FailedEntryCount, Entries = [] } = await call("eventbridge", "PutEvents", {
    Entries: [{ ...bad, Source: "" }, bad, { ...bad, Detail: "[]" }, { ...bad, Detail: "{" }, { ...bad, Detail: "{}" }],
  });
  assert.equal(FailedEntryCount, 4);
  assert.deepEqual(
    Entries.map(({ ErrorCode, ErrorMessage }) => ErrorMessage ?? ErrorCode),
    [
      "Parameter Source is not valid. Reason: Source is a required argument.",
      "Parameter Detail is not valid. Reason: Detail is a required argument.",
      "Detail is malformed.",
      "Detail is malformed.",
      undefined,
    ],
  );
  assert.equal((await put({ Source: "aws.s3" })).Entries?.[0]?.ErrorCode, "NotAuthorizedForSourceException");
  const service = servicePrincipal("s3.amazonaws.com", asRoot.account);
  const own = await call(
    "eventbridge",
    "PutEvents",
    { Entries: [{ ...bad, Source: "aws.s3", Detail: "{}" }] },
    service,
  );
  assert.equal(own.FailedEntryCount, 0);
  await assert.rejects(put({ Detail: JSON.stringify({ a: "a".repeat(262_144) }) }), {
    message: "Total size of the entries in the request is over the limit.",
  });
  assert.equal((await put({ EventBusName: "none" })).FailedEntryCount, 0, "AWS takes it and drops it");
});

test("inputs: constant, a path, templates", async (context) => {
  const { queue, rule, put, messages } = await open(context);
  const q = await queue("q");
  const fill = async (target: Partial<Target>, detail: unknown = { id: "a", deep: { list: ["x", "y"], on: true } }) => {
    await rule("r", target);
    await put({ Detail: JSON.stringify(detail) });
    const [message] = await messages(q);
    return message?.Body;
  };
  const InputPathsMap = {
    id: "$.detail.id",
    deep: "$.detail.deep",
    list: "$.detail.deep.list",
    on: "$.detail.deep.on",
    no: "$.no",
  };
  const template = (InputTemplate: string) => fill({ InputTransformer: { InputPathsMap, InputTemplate } });
  assert.equal(await fill({ Input: '{"a": 1}' }), '{"a": 1}');
  assert.equal(await fill({ InputPath: "$.detail.deep" }), '{"list":["x","y"],"on":true}');
  assert.equal(await fill({ InputPath: "$.detail.deep.list[1]" }), '"y"');
  assert.equal(await fill({ InputPath: "$['detail']['id']" }), '"a"');
  assert.equal(await template('"<id> of <deep>, <list>, <on>, <no>!"'), '"a of {list:[x,y],on:true}, [x,y], true, !"');
  assert.equal(
    await template('{"id": <id>, "u": "/u/<id>/<on>", "deep": <deep>, "no": <no>}'),
    '{"id": "a", "u": "/u/a/true", "deep": {"list":["x","y"],"on":true}, "no": ""}',
  );
  assert.equal(await template('{"broken": "<deep>"}'), undefined, "AWS delivers nothing");
  assert.equal(await template('"<aws.events.rule-name> <aws.events.rule-arn>"'), `"r ${at}:rule/r"`);
  const whole = JSON.parse((await template('{"a": <aws.events.event>, "b": <aws.events.event.json>}')) ?? "");
  assert.deepEqual([whole.a.detailType, whole.a.detail, whole.b.detail.id], ["order", undefined, "a"]);
});

test("a FIFO queue gets the target's group", async (context) => {
  const { queue, rule, put, messages } = await open(context);
  const q = await queue("q.fifo");
  await rule("r", { Arn: queueArn("q.fifo"), SqsParameters: { MessageGroupId: "g" } });
  await put({});
  assert.equal((await messages(q))[0]?.Attributes?.MessageGroupId, "g");
});

test("what a target refuses, or does not take in its time, goes to the dead-letter queue with the reason", async (context) => {
  const { queue, rule, put, messages, table, clock, settle } = await open(context);
  const dead = await queue("dead");
  await rule("r", { Arn: queueArn("none"), DeadLetterConfig: { Arn: queueArn("dead") } });
  await put({});
  const [message] = await messages(dead);
  const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);
  const { ERROR_MESSAGE, ...others } = Object.fromEntries(attributes);
  assert.match(ERROR_MESSAGE ?? "", /queue does not exist/);
  assert.deepEqual(others, {
    RULE_ARN: `${at}:rule/r`,
    TARGET_ARN: queueArn("none"),
    ERROR_CODE: "NO_RESOURCE",
    RETRY_ATTEMPTS: "0",
  });
  assert.match(message?.Body ?? "", /"source":"shop"/);
  clock.advance(86_400_000);
  await settle();
  assert.deepEqual(await table.host.storage.timers.counts(), { retrying: 0, parked: 0 });
});

test("an event goes on to another bus as it is; in another region it is another event; never round and round", async (context) => {
  const { call, queue, rule, put, messages } = await open(context);
  const q = await queue("q");
  await call("eventbridge", "CreateEventBus", { Name: "second" });
  await rule("on", { Arn: `${at}:event-bus/second` });
  await rule("back", { Arn: `${at}:event-bus/default` }, { EventBusName: "second" });
  await rule("end", {}, { EventBusName: "second" });
  const { Entries } = await put({});
  const bodies = (await messages(q)).map(({ Body }) => JSON.parse(Body ?? "") as { id: string; account: string });
  assert.ok(bodies.length >= 1 && bodies.length <= 10, `${bodies.length} of a circle`);
  assert.equal(bodies[0]?.id, Entries?.[0]?.EventId);
});

test("a bus of another account takes events by its policy, and they say whose they are", async (context) => {
  const { call, queue, rule, messages, asRoot, table } = await open(context);
  const q = await queue("q");
  await rule("r", {});
  const stranger = rootPrincipal("111122223333");
  const Entries = [{ EventBusName: `${at}:event-bus/default`, Source: "s", DetailType: "d", Detail: "{}" }];
  const as = { ...asRoot, account: "111122223333", principal: stranger };
  await call("eventbridge", "PutPermission", {
    Action: "events:PutEvents",
    Principal: "111122223333",
    StatementId: "s",
  });
  await table.call("eventbridge", "PutEvents", { Entries }, as);
  assert.equal(JSON.parse((await messages(q))[0]?.Body ?? "").account, "111122223333");
});

test("a schedule's event comes at each of its times, once, and not while the rule is disabled", async (context) => {
  const { call, queue, messages, clock } = await open(context);
  const q = await queue("q");
  await call("eventbridge", "PutRule", { Name: "tick", ScheduleExpression: "rate(1 minute)" });
  await call("eventbridge", "PutTargets", { Rule: "tick", Targets: [{ Id: "t", Arn: queueArn("q") }] });
  clock.advance(59_000);
  assert.deepEqual(await messages(q), []);
  clock.advance(1_000);
  const [first, ...others] = (await messages(q)).map(({ Body }) => JSON.parse(Body ?? ""));
  assert.deepEqual(others, []);
  assert.deepEqual(
    [first["detail-type"], first.source, first.resources, first.detail],
    ["Scheduled Event", "aws.events", [`${at}:rule/tick`], {}],
  );
  clock.advance(180_000);
  assert.equal((await messages(q)).length, 3);
  await call("eventbridge", "DisableRule", { Name: "tick" });
  clock.advance(600_000);
  assert.deepEqual(await messages(q), []);
});

test("a rule whose clock jumps by a year fires for the last day of it, once a time", async (context) => {
  const { call, queue, settle, clock } = await open(context);
  const QueueUrl = await queue("q");
  await call("eventbridge", "PutRule", { Name: "hourly", ScheduleExpression: "rate(1 hour)" });
  await call("eventbridge", "PutTargets", { Rule: "hourly", Targets: [{ Id: "t", Arn: queueArn("q") }] });
  clock.advance(365 * 24 * 3_600_000);
  for (let round = 0; round < 10; round++) await settle();
  const asked = { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages" as const] };
  const { Attributes } = await call("sqs", "GetQueueAttributes", asked);
  assert.equal(Attributes?.ApproximateNumberOfMessages, "24");
});

test("a detail deeper than a thousand levels is refused, and does not refuse the others of its call", async (context) => {
  const { queue, rule, put, messages } = await open(context);
  const q = await queue("q");
  await rule("r", { InputPath: "$.detail" });
  const deep = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)},"b":"[[\\"["}`;
  const { Entries = [] } = await put({ Detail: deep(60_000) }, { Detail: deep(1_001) }, { Detail: deep(1_000) });
  assert.deepEqual(
    Entries.map(({ ErrorCode }) => ErrorCode),
    ["MalformedDetail", "MalformedDetail", undefined],
  );
  assert.deepEqual(
    (await messages(q)).map(({ Body }) => Body),
    [deep(1_000)],
  );
});

test("an API destination is called as its connection says, again when it is busy, and by a token that it is given", async (context) => {
  const { call, rule, put, settle, clock, asRoot } = await open(context);
  const seen: { url: string; headers: Record<string, unknown>; body: string; method: string }[] = [];
  let failures = 1;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const { url = "", headers, method = "" } = request;
      seen.push({ url, headers, body, method });
      if (url.startsWith("/token"))
        response.end(JSON.stringify({ access_token: "T", token_type: "Bearer", expires_in: 60 }));
      else {
        response.statusCode = failures-- > 0 ? 503 : 200;
        response.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const InvocationHttpParameters = {
    BodyParameters: [{ Key: "more", Value: "secret", IsValueSecret: true }],
    HeaderParameters: [{ Key: "X-Own", Value: "connection" }],
    QueryStringParameters: [{ Key: "q", Value: "1" }],
  };
  const basic = { BasicAuthParameters: { Username: "u", Password: "p" }, InvocationHttpParameters };
  const { ConnectionArn = "" } = await call("eventbridge", "CreateConnection", {
    Name: "c",
    AuthorizationType: "BASIC",
    AuthParameters: basic,
  });
  const described = await call("eventbridge", "DescribeConnection", { Name: "c" });
  assert.doesNotMatch(JSON.stringify(described.AuthParameters), /secret|"p"/);
  const { ApiDestinationArn = "" } = await call("eventbridge", "CreateApiDestination", {
    Name: "d",
    ConnectionArn,
    InvocationEndpoint: `${endpoint}/orders/*`,
    HttpMethod: "POST",
  });
  await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: "{}" }).catch(() => undefined);
  const role = `arn:aws:iam::${asRoot.account}:role/r`;
  const HttpParameters = {
    PathParameterValues: ["a b", "$.detail.at", "$.detail.up"],
    HeaderParameters: { "x-own": "target", "x-target": "t", "x-detail": "$.detail.text" },
    QueryStringParameters: { q: "2", r: "3", n: "$.detail.list[1]", none: "$.detail.none" },
  };
  await rule("r", { Arn: ApiDestinationArn, RoleArn: role, Input: '{"a":1}', HttpParameters });
  await put({ Detail: JSON.stringify({ at: "x/y", up: "..", text: "a\r\nb: c", list: [1, { two: 2 }] }) });
  await settle();
  assert.equal(seen.length, 1);
  clock.advance(1_000);
  await settle();
  assert.equal(seen.length, 2);
  const { url, headers, body, method } = seen[1] ?? { url: "", headers: {}, body: "", method: "" };
  assert.deepEqual(
    [method, url, body],
    ["POST", "/orders/a%20b/x%2Fy/?q=1&r=3&n=%7B%22two%22%3A2%7D&none=", '{"a":1,"more":"secret"}'],
  );
  assert.deepEqual([headers["x-own"], headers["x-target"], headers["x-detail"]], ["connection", "t", "ab: c"]);
  assert.equal(headers.authorization, `Basic ${Buffer.from("u:p").toString("base64")}`);
  const oauth = {
    AuthorizationEndpoint: `${endpoint}/token`,
    ClientParameters: { ClientID: "i", ClientSecret: "s" },
    HttpMethod: "POST" as const,
  };
  await call("eventbridge", "UpdateConnection", {
    Name: "c",
    AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
    AuthParameters: { OAuthParameters: oauth },
  });
  await put({}, {});
  await settle();
  clock.advance(1_000);
  await settle();
  const calls = seen
    .slice(2)
    .map(({ url: path, headers: { authorization } }) => `${path.split("?")[0]} ${authorization ?? ""}`);
  assert.ok(calls.filter((one) => one === "/orders/a%20b// Bearer T").length === 2, calls.join());
  await call("eventbridge", "DeauthorizeConnection", { Name: "c" });
  await put({});
  await settle();
  assert.equal(seen.length, 2 + calls.length, "without authorization nothing is sent");
  await call("eventbridge", "UpdateApiDestination", { Name: "d", HttpMethod: "PUT" });
  assert.equal((await call("eventbridge", "DescribeApiDestination", { Name: "d" })).HttpMethod, "PUT");
  assert.equal((await call("eventbridge", "ListApiDestinations", {})).ApiDestinations?.length, 1);
  assert.equal((await call("eventbridge", "ListConnections", {})).Connections?.[0]?.Name, "c");
  await call("eventbridge", "DeleteApiDestination", { Name: "d" });
  await call("eventbridge", "DeleteConnection", { Name: "c" });
  await assert.rejects(call("eventbridge", "DescribeConnection", { Name: "c" }), {
    message: "Failed to describe the connection(s). Connection 'c' does not exist.",
  });
});

test("an API destination does not tell its connection's secrets when it fails, and does not reach the machine's metadata", async (context) => {
  const { call, queue, rule, put, messages } = await open(context);
  const q = await queue("dead");
  const connect = async (Name: string, ApiKeyValue: string) => {
    const QueryStringParameters = [{ Key: "t", Value: "SECRET", IsValueSecret: true }];
    const AuthParameters = {
      ApiKeyAuthParameters: { ApiKeyName: "k", ApiKeyValue },
      InvocationHttpParameters: { QueryStringParameters },
    };
    return call("eventbridge", "CreateConnection", { Name, AuthorizationType: "API_KEY", AuthParameters });
  };
  const { ConnectionArn: good = "" } = await connect("good", "SECRET");
  const { ConnectionArn: bad = "" } = await connect("bad", "SECRET\nX");
  const role = "arn:aws:iam::000000000000:role/r";
  const cases = [
    ["http://u:SECRET@127.0.0.1:1/", good, "The endpoint has credentials in its URL."],
    ["http://127.0.0.1:1/", bad, "A header has a value that HTTP does not allow."],
    ["http://169.254.169.254/", good, "169.254.169.254 may not be reached from here"],
    ["http://[::ffff:169.254.169.254]/", good, "[::ffff:a9fe:a9fe] may not be reached from here"],
  ] as const;
  for (const [index, [InvocationEndpoint, ConnectionArn]] of cases.entries()) {
    const Name = `d${index}`;
    const made = { Name, ConnectionArn, InvocationEndpoint, HttpMethod: "POST" as const };
    const { ApiDestinationArn } = await call("eventbridge", "CreateApiDestination", made);
    const RetryPolicy = { MaximumRetryAttempts: 0 };
    await rule(Name, {
      Arn: ApiDestinationArn,
      RoleArn: role,
      RetryPolicy,
      DeadLetterConfig: { Arn: queueArn("dead") },
    });
  }
  await put({});
  const told = (await messages(q)).map(({ MessageAttributes }) => MessageAttributes?.ERROR_MESSAGE?.StringValue);
  assert.deepEqual(told.sort(), cases.map(([, , reason]) => reason).sort());
});

test("what came from another bus is not routed to a third, nor back", async (context) => {
  const { call, queue, rule, put, messages } = await open(context);
  const q = await queue("q");
  for (const Name of ["b", "c"]) {
    await call("eventbridge", "CreateEventBus", { Name });
    await rule("tells", { InputPath: "$.detail" }, { EventBusName: Name });
  }
  await rule("to-b", { Arn: `${at}:event-bus/b` });
  await rule("to-c", { Arn: `${at}:event-bus/c` }, { EventBusName: "b" });
  await rule("to-default", { Arn: `${at}:event-bus/default` }, { EventBusName: "b" });
  await put({ Detail: '{"from":"default"}' });
  assert.deepEqual(
    (await messages(q)).map(({ Body }) => Body),
    ['{"from":"default"}'],
    "b's, and nobody else's",
  );
  await put({ EventBusName: "b", Detail: '{"from":"b"}' });
  assert.deepEqual(
    (await messages(q)).map(({ Body }) => Body),
    ['{"from":"b"}', '{"from":"b"}'],
    "b's and c's",
  );
});

test("a log group takes an input of a time and a message, and any other as the message", async (context) => {
  const calls: Recorded[] = [];
  const recording = recordingServices({ "cloudwatch-logs": ["CreateLogStream", "PutLogEvents"] }, calls);
  const { call, table } = await openServiceTest(context, [events, ...recording]);
  const Arn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all";
  await call("eventbridge", "PutRule", { Name: "r", EventPattern: '{"source":["shop"]}' });
  const transformed = (InputTemplate: string) => ({
    InputPathsMap: { time: "$.time", kind: "$.detail-type", at: "$.detail.at" },
    InputTemplate,
  });
  await call("eventbridge", "PutTargets", {
    Rule: "r",
    Targets: [
      { Id: "event", Arn },
      { Id: "time", Arn, InputTransformer: transformed('{"timestamp": <time>, "message": <kind>}') },
      { Id: "ms", Arn, InputTransformer: transformed('{"timestamp": <at>, "message": {"k": <kind>}}') },
      { Id: "text", Arn, InputTransformer: transformed('"<kind> happened"') },
      { Id: "constant", Arn, Input: '{"message":"always"}' },
    ],
  });
  const Time = new Date("2024-01-02T03:04:05Z");
  await call("eventbridge", "PutEvents", {
    Entries: [{ Source: "shop", DetailType: "order", Detail: '{"at":1700000000000}', Time }],
  });
  await table.host.storage.outbox.idle();
  const written = calls.flatMap(({ operation, input }) => (operation === "PutLogEvents" ? input.logEvents : []));
  const told = written.map(({ timestamp, message }) => [timestamp, message]);
  const timeMs = Time.getTime();
  assert.deepEqual(told.slice(0, 1), [[timeMs, "always"]]);
  assert.match(told[1]?.[1], /"detail-type":"order"/);
  assert.deepEqual(told.slice(2), [
    [1_700_000_000_000, '{"k":"order"}'],
    [table.host.clock.nowMs(), '"order happened"'],
    [timeMs, "order"],
  ]);
});
