import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openSchedulerRig, trusting } from "../../../../test/support/scheduler-rig.ts";
import { dynamodb } from "../../dynamodb/service.ts";
import { dynamodbStreams } from "../../dynamodb/streams/service.ts";
import { pipes } from "../service.ts";

test("a pipe brings a stream's records to its target, in order; what cannot be brought is given up to its dead-letter queue", async (context) => {
  const rig = await openSchedulerRig(context, [pipes, dynamodb, dynamodbStreams]);
  const { call } = rig;
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "pipes",
    AssumeRolePolicyDocument: trusting("pipes.amazonaws.com"),
  });
  const [target, dead] = [await rig.queue("target"), await rig.queue("dead")];
  const { TableDescription } = await call("dynamodb", "CreateTable", {
    TableName: "orders",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
  await rig.advance(1_000);
  const Source = TableDescription?.LatestStreamArn ?? "";
  const RoleArn = Role?.Arn ?? "";
  await assert.rejects(call("pipes", "CreatePipe", { Name: "p", Source, Target: target.arn, RoleArn }), {
    name: "ValidationException",
    message: /StartingPosition/,
  });
  const put = (n: number) =>
    call("dynamodb", "PutItem", { TableName: "orders", Item: { id: { S: "a" }, n: { N: String(n) } } });
  for (let n = 0; n < 4; n++) await put(n);
  const FilterCriteria = { Filters: [{ Pattern: JSON.stringify({ eventName: ["MODIFY"] }) }] };
  const DynamoDBStreamParameters = { StartingPosition: "TRIM_HORIZON" as const, BatchSize: 2 };
  const SourceParameters = { FilterCriteria, DynamoDBStreamParameters };
  const TargetParameters = { InputTemplate: '{"n": "<$.dynamodb.NewImage.n.N>"}' };
  await call("pipes", "CreatePipe", {
    Name: "p",
    Source,
    Target: target.arn,
    RoleArn,
    SourceParameters,
    TargetParameters,
  });
  await rig.advance(1_000);
  const bodies: string[] = [];
  const reached = (count: number) =>
    eventually(async () => {
      bodies.push(...(await rig.received(target.url)).map(({ body }) => body));
      return bodies.length >= count ? [...bodies].sort() : undefined;
    }, `${count} messages`);
  assert.deepEqual(await reached(3), ['{"n": "1"}', '{"n": "2"}', '{"n": "3"}']);
  await put(4);
  assert.equal((await reached(4)).at(-1), '{"n": "4"}');

  const late = await rig.queue("late");
  const Latest = { DynamoDBStreamParameters: { StartingPosition: "LATEST" as const } };
  await call("pipes", "CreatePipe", { Name: "late", Source, Target: late.arn, RoleArn, SourceParameters: Latest });
  await eventually(async () => {
    await rig.advance(500);
    const { CurrentState } = await call("pipes", "DescribePipe", { Name: "late" });
    return CurrentState === "RUNNING" || undefined;
  }, "the pipe that begins late");
  // The shard ends, and what comes is in its children.
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1_001 };
  await call("dynamodb", "UpdateTable", { TableName: "orders", ProvisionedThroughput });
  await eventually(async () => {
    await rig.advance(500);
    const { StreamDescription } = await call("dynamodb-streams", "DescribeStream", { StreamArn: Source });
    return StreamDescription?.Shards?.length === 3 || undefined;
  }, "the shard's children");
  await put(5);
  assert.equal((await reached(5)).at(-1), '{"n": "5"}');
  const brought = await eventually(async () => {
    const found = await rig.received(late.url);
    return found.length > 0 ? found.map(({ body }) => JSON.parse(body).dynamodb.NewImage.n.N) : undefined;
  }, "what came after the late pipe began");
  assert.deepEqual(brought, ["5"]);

  const gone = target.arn.replace("target", "gone");
  const failing = { ...DynamoDBStreamParameters, MaximumRetryAttempts: 1, DeadLetterConfig: { Arn: dead.arn } };
  await call("pipes", "CreatePipe", {
    Name: "failing",
    Source,
    Target: gone,
    RoleArn,
    SourceParameters: { DynamoDBStreamParameters: { ...failing, BatchSize: 10 } },
  });
  await rig.advance(1_000);
  const told = await eventually(async () => {
    await rig.advance(500);
    return (await rig.received(dead.url))[0]?.body;
  }, "what was given up");
  const { context: why, DDBStreamBatchInfo: info } = JSON.parse(told);
  assert.deepEqual(why, {
    partnerResourceArn: "arn:aws:pipes:us-east-1:000000000000:pipe/failing",
    condition: "RetryAttemptsExhausted",
  });
  assert.deepEqual([info.batchSize, info.streamArn], [5, Source]);
});
