import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Recorded, type RecordedOperations, recordingServices } from "../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { AwsError } from "../../platform/aws-error.ts";
import { createAccessControl } from "../iam/access/access-control.ts";
import { iam } from "../iam/service.ts";
import { sts } from "../sts/service.ts";
import { probeTarget, type Sending, sendToTarget } from "./send-to-target.ts";
import { targetKindOf, targetKinds } from "./target-kinds.ts";

const targets: RecordedOperations = {
  lambda: ["Invoke"],
  sqs: ["SendMessage", "GetQueueAttributes"],
  sns: ["Publish", "GetTopicAttributes"],
  eventbridge: ["PutEvents", "DescribeEventBus"],
  s3: ["PutObject", "HeadBucket"],
  sfn: ["StartExecution", "DescribeStateMachine"],
  kinesis: ["PutRecord", "DescribeStreamSummary"],
  "cloudwatch-logs": ["CreateLogStream", "PutLogEvents", "DescribeLogStreams"],
};

const at = { account: "111111111111", region: "eu-west-1" };
const sending = (target: string, more: Partial<Sending> = {}): Sending => ({
  target,
  message: {
    body: '{"n":1}',
    subject: "s",
    attributes: { a: { DataType: "String", StringValue: "1" } },
    event: { source: "lambda", detailType: "Result", resources: ["arn"] },
    object: { key: "k", contentType: "application/json" },
    groupId: target.endsWith(".fifo") ? "g" : undefined,
    partitionKey: "p",
  },
  caller: { service: "s3.amazonaws.com" },
  source: { ...at, arn: "arn:aws:s3:::photos" },
  id: "one-id",
  traceId: "Root=1-2-3",
  ...more,
});

const examples = {
  function: {
    arn: "arn:aws:lambda:us-west-2:222222222222:function:f:live",
    operation: "Invoke",
    input: { InvocationType: "Event", Payload: Buffer.from('{"n":1}') },
  },
  queue: {
    arn: "arn:aws:sqs:us-west-2:222222222222:q.fifo",
    operation: "SendMessage",
    input: {
      QueueUrl: "http://localhost:4566/222222222222/q.fifo",
      MessageBody: '{"n":1}',
      MessageGroupId: "g",
      MessageDeduplicationId: "one-id",
    },
  },
  topic: {
    arn: "arn:aws:sns:us-west-2:222222222222:t",
    operation: "Publish",
    input: { Subject: "s", Message: '{"n":1}', MessageDeduplicationId: undefined },
  },
  eventBus: {
    arn: "arn:aws:events:us-west-2:222222222222:event-bus/b",
    operation: "PutEvents",
    input: {
      Entries: [
        {
          EventBusName: "arn:aws:events:us-west-2:222222222222:event-bus/b",
          Source: "lambda",
          DetailType: "Result",
          Resources: ["arn"],
          Detail: '{"n":1}',
          TraceHeader: "Root=1-2-3",
        },
      ],
    },
  },
  bucket: {
    arn: "arn:aws:s3:::records",
    operation: "PutObject",
    input: { Bucket: "records", Key: "k", ContentType: "application/json" },
  },
  stateMachine: {
    arn: "arn:aws:states:us-west-2:222222222222:stateMachine:m",
    operation: "StartExecution",
    input: { input: '{"n":1}', name: "one-id" },
  },
  stream: {
    arn: "arn:aws:kinesis:us-west-2:222222222222:stream/s",
    operation: "PutRecord",
    input: { PartitionKey: "p", Data: Buffer.from('{"n":1}') },
  },
  logGroup: {
    arn: "arn:aws:logs:us-west-2:222222222222:log-group:/aws/events/g:*",
    operation: "PutLogEvents",
    input: { logGroupName: "/aws/events/g", logStreamName: "one-id" },
  },
  apiAction: {
    arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
    body: '{"queueUrl":"http://localhost:4566/111111111111/q","MessageBody":"b","DelaySeconds":5}',
    operation: "SendMessage",
    input: { QueueUrl: "http://localhost:4566/111111111111/q", MessageBody: "b", DelaySeconds: 5 },
  },
} as const;

test("each kind of target is called with what it takes, in its place, in the caller's name", async (context) => {
  const called: Recorded[] = [];
  const { table } = await openServiceTest(context, recordingServices(targets, called));
  for (const [kind, { arn, operation, input, ...more }] of Object.entries(examples)) {
    called.length = 0;
    const message = "body" in more ? { message: { body: more.body } } : {};
    assert.deepEqual(await sendToTarget(table.host, sending(arn, message)), { kind: "delivered" }, kind);
    const call = called.at(-1) as Recorded;
    assert.equal(call.operation, operation);
    for (const [member, value] of Object.entries(input)) assert.deepEqual(call.input[member], value, member);
    const { account, region, principal, sourceArn, sourceAccount, deduplicationId, request } = call.context;
    const place = kind === "bucket" || kind === "apiAction" ? at : { account: "222222222222", region: "us-west-2" };
    assert.deepEqual({ account, region }, place, kind);
    assert.deepEqual([principal.kind, principal.arn], ["service", "s3.amazonaws.com"]);
    assert.deepEqual([sourceArn, sourceAccount], ["arn:aws:s3:::photos", at.account]);
    assert.deepEqual([deduplicationId, request.headers["x-amzn-trace-id"]], ["one-id", "Root=1-2-3"]);
    assert.deepEqual(await probe(table.host, arn), { is: "there" }, kind);
  }
  assert.deepEqual(Object.keys(examples).sort(), Object.keys(targetKinds).sort(), "an example of each kind");
});

const probe = (host: Parameters<typeof probeTarget>[0], arn: string) =>
  probeTarget(host, sending(arn), Object.keys(targetKinds) as never);

test("one verdict for each way it can end", async (context) => {
  const errors: Record<string, AwsError> = {
    throttled: new AwsError("ThrottlingException", "Rate exceeded", { status: 400 }),
    gone: new AwsError("ResourceNotFoundException", "Function not found", { status: 404 }),
    broken: new AwsError("ServiceException", "no", { status: 500 }),
  };
  let now = "throttled";
  const fails = ({ operation }: Recorded) => {
    if (operation === "PutEvents") return { FailedEntryCount: 1, Entries: [{ ErrorCode: now, ErrorMessage: "entry" }] };
    throw errors[now];
  };
  const { table } = await openServiceTest(context, recordingServices(targets, [], fails));
  const verdict = async (how: string, target: string) => {
    now = how;
    return (await sendToTarget(table.host, sending(target))).kind;
  };
  const { function: f, eventBus } = examples;
  assert.equal(await verdict("throttled", f.arn), "later");
  assert.equal(await verdict("broken", f.arn), "later");
  assert.equal(await verdict("gone", f.arn), "never");
  assert.equal(await verdict("ThrottlingException", eventBus.arn), "later");
  assert.equal(await verdict("NoSuchBus", eventBus.arn), "never");
  for (const target of [
    "",
    "no arn",
    "arn:aws:ec2:us-east-1:111111111111:instance/i-1",
    "arn:aws:lambda:r:a:layer:l",
  ]) {
    assert.equal(await verdict("gone", target), "never", target);
  }
  now = "gone";
  assert.equal((await probe(table.host, f.arn)).is, "refused");
  now = "throttled";
  await assert.rejects(probe(table.host, f.arn), { code: "ThrottlingException" });
  assert.deepEqual(await probeTarget(table.host, sending(f.arn), ["queue"]), { is: "wrong-kind" });
});

test("a target whose service is not there is never reached, and is said not to be built when it is configured", async (context) => {
  const { table } = await openServiceTest(context, []);
  for (const { arn } of Object.values(examples)) {
    assert.equal((await sendToTarget(table.host, sending(arn))).kind, "never", arn);
    assert.equal((await probe(table.host, arn)).is, "not-built", arn);
  }
});

test("a service that AWS knows by two names is let in by either", async (context) => {
  const called: Recorded[] = [];
  const answer = () => {
    if (called.at(-1)?.context.principal.arn === "logs.amazonaws.com") {
      throw new AwsError("AccessDeniedException", "no", { status: 403 });
    }
    return {};
  };
  const { table } = await openServiceTest(context, recordingServices(targets, called, answer));
  const names = ["logs.amazonaws.com", "logs.eu-west-1.amazonaws.com"];
  const of = (service: readonly string[]) => sending(examples.function.arn, { caller: { service } });
  assert.equal((await sendToTarget(table.host, of(names))).kind, "delivered");
  assert.deepEqual(
    called.map(({ context: { principal } }) => principal.arn),
    names,
  );
  assert.equal((await sendToTarget(table.host, of(names.slice(0, 1)))).kind, "never");
});

test("a role is assumed by its service, and refused where its trust policy does not name that", async (context: TestContext) => {
  const called: Recorded[] = [];
  const services = [iam, sts, ...recordingServices(targets, called)];
  const { table, call } = await openServiceTest(context, services, { access: createAccessControl, auth: "enforce" });
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await call("iam", "PutRolePolicy", {
    RoleName: "r",
    PolicyName: "p",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
  });
  const role = Role?.Arn ?? "";
  const account = "000000000000";
  const by = (assumedBy: string) =>
    sendToTarget(
      table.host,
      sending("arn:aws:sqs:us-east-1:000000000000:q", {
        caller: { role, sessionName: "session", assumedBy },
        source: { account, region: "us-east-1" },
      }),
    );
  assert.deepEqual(await by("scheduler.amazonaws.com"), { kind: "delivered" });
  assert.equal(called[0]?.context.principal.arn, `arn:aws:sts::${account}:assumed-role/r/session`);
  assert.equal((await by("lambda.amazonaws.com")).kind, "never");
});

test("an ARN is of one kind at most", () => {
  for (const [kind, { arn }] of Object.entries(examples)) {
    const [, partition = "", service = "", region = "", account = "", resource = ""] =
      /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/.exec(arn) ?? [];
    const parsed = { partition, service, region, account, resource };
    assert.equal(targetKindOf(parsed), kind);
    assert.equal(Object.values(targetKinds).filter(({ matches }) => matches(parsed)).length, 1);
  }
});
