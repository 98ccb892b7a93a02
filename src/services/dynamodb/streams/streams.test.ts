import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  PutItemCommand,
  type StreamViewType,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("streams", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  let streams: DynamoDBStreamsClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    streams = squall.client(DynamoDBStreamsClient);
  });
  after(async () => {
    dynamodb.destroy();
    streams.destroy();
    await squall.close();
  });

  /** One partition, so that all is in one shard. */
  const create = async (TableName: string, StreamViewType: StreamViewType = "NEW_AND_OLD_IMAGES") => {
    const KeySchema: KeySchemaElement[] = [{ AttributeName: "id", KeyType: "HASH" }];
    const { TableDescription } = await dynamodb.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        StreamSpecification: { StreamEnabled: true, StreamViewType },
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
    const StreamArn = TableDescription!.LatestStreamArn!;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    return { TableName, StreamArn, description: StreamDescription!, ShardId: StreamDescription!.Shards![0]!.ShardId! };
  };
  const put = (TableName: string, id: string, text: string) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, text: { S: text } } }));
  const iterator = async (asked: GetShardIteratorCommandInput) =>
    (await streams.send(new GetShardIteratorCommand(asked))).ShardIterator!;
  const records = async (ShardIterator: string, Limit?: number) =>
    streams.send(new GetRecordsCommand({ ShardIterator, Limit }));

  const advance = async (seconds: number) => {
    const body = JSON.stringify({ advanceMilliseconds: seconds * 1_000 });
    const { status } = await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    assert.equal(status, 200);
  };

  test("DescribeStream and ListStreams tell of a table's stream", async () => {
    const { TableName, StreamArn, description } = await create("described");
    assert.match(StreamArn, /^arn:aws:dynamodb:us-east-1:000000000000:table\/described\/stream\/20\d\d-/);
    assert.deepEqual(
      [description.StreamStatus, description.StreamViewType, description.TableName, description.KeySchema],
      ["ENABLED", "NEW_AND_OLD_IMAGES", TableName, [{ AttributeName: "id", KeyType: "HASH" }]],
    );
    const [shard] = description.Shards!;
    assert.match(shard!.ShardId!, /^shardId-\d{20}-[0-9a-f]{8}$/);
    assert.match(shard!.SequenceNumberRange!.StartingSequenceNumber!, /^\d{21,40}$/);
    await create("listed-too");
    const all = await streams.send(new ListStreamsCommand({}));
    assert.ok(all.Streams!.some(({ StreamArn: arn }) => arn === StreamArn));
    const first = await streams.send(new ListStreamsCommand({ Limit: 1 }));
    assert.equal(first.LastEvaluatedStreamArn, first.Streams![0]!.StreamArn);
    const rest = await streams.send(new ListStreamsCommand({ ExclusiveStartStreamArn: first.LastEvaluatedStreamArn }));
    assert.deepEqual([...first.Streams!, ...rest.Streams!], all.Streams);
    assert.deepEqual((await streams.send(new ListStreamsCommand({ TableName: "nothing" }))).Streams, []);
    await assert.rejects(
      streams.send(new DescribeStreamCommand({ StreamArn: StreamArn.replace("described", "gone") })),
      {
        name: "ResourceNotFoundException",
        message: `Requested resource not found: Stream: ${StreamArn.replace("described", "gone")} not found`,
      },
    );
    await assert.rejects(streams.send(new DescribeStreamCommand({ StreamArn: "x".repeat(40) })), {
      name: "ValidationException",
    });
  });

  test("GetRecords tells what has become of each item, in order, and no write that changed nothing", async () => {
    const { TableName, StreamArn, ShardId } = await create("told");
    const from = await iterator({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" });
    assert.deepEqual((await records(from)).Records, []);
    await put(TableName, "a", "one");
    await put(TableName, "a", "one");
    await put(TableName, "a", "two");
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: "a" } } }));
    const { Records = [], NextShardIterator } = await records(from);
    assert.deepEqual(
      Records.map(({ eventName }) => eventName),
      ["INSERT", "MODIFY", "REMOVE"],
    );
    const [, modified] = Records as [StreamRecord, StreamRecord, StreamRecord];
    const { ApproximateCreationDateTime, SequenceNumber, ...told } = modified.dynamodb!;
    assert.ok(ApproximateCreationDateTime instanceof Date);
    assert.match(SequenceNumber!, /^\d{21}$/);
    assert.deepEqual(told, {
      Keys: { id: { S: "a" } },
      OldImage: { id: { S: "a" }, text: { S: "one" } },
      NewImage: { id: { S: "a" }, text: { S: "two" } },
      SizeBytes: 3 + 10 + 10,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    assert.equal(modified.eventSource, "aws:dynamodb");
    assert.equal(modified.eventVersion, "1.1");
    assert.equal(modified.awsRegion, "us-east-1");
    assert.match(modified.eventID!, /^[0-9a-f]{32}$/);
    assert.deepEqual((await records(NextShardIterator!)).Records, []);
    const page = await records(from, 2);
    assert.equal(page.Records!.length, 2);
    assert.deepEqual((await records(page.NextShardIterator!)).Records, [Records[2]]);
  });

  test("GetShardIterator begins at what comes, at a record or after it", async () => {
    const { TableName, StreamArn, ShardId } = await create("begun", "KEYS_ONLY");
    await put(TableName, "a", "1");
    const latest = await iterator({ StreamArn, ShardId, ShardIteratorType: "LATEST" });
    await put(TableName, "b", "1");
    const { Records = [] } = await records(latest);
    assert.deepEqual(
      Records.map(({ dynamodb: told }) => [told!.Keys, told!.NewImage, told!.OldImage]),
      [[{ id: { S: "b" } }, undefined, undefined]],
    );
    const { SequenceNumber } = Records[0]!.dynamodb!;
    const at = await iterator({ StreamArn, ShardId, ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber });
    assert.deepEqual((await records(at)).Records, Records);
    const behind = await iterator({ StreamArn, ShardId, ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber });
    assert.deepEqual((await records(behind)).Records, []);
    await assert.rejects(iterator({ StreamArn, ShardId, ShardIteratorType: "LATEST", SequenceNumber }), {
      name: "ValidationException",
    });
    await assert.rejects(
      streams.send(new DescribeStreamCommand({ StreamArn, ShardFilter: { Type: "CHILD_SHARDS" } })),
      {
        name: "ValidationException",
        message: /shardFilter\.shardId/,
      },
    );
    const nowhere = new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId: "z".repeat(30) });
    assert.deepEqual((await streams.send(nowhere)).StreamDescription?.Shards, []);
    await assert.rejects(iterator({ StreamArn, ShardId, ShardIteratorType: "AT_SEQUENCE_NUMBER" }), {
      name: "ValidationException",
    });
    await assert.rejects(iterator({ StreamArn, ShardId: ShardId.replace(/.$/, "9"), ShardIteratorType: "LATEST" }), {
      name: "ResourceNotFoundException",
    });
  });

  test("a deleted table's stream is read for a day", async () => {
    const { TableName, StreamArn, ShardId } = await create("deleted");
    await put(TableName, "a", "1");
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName });
    const again = await create("deleted");
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
    assert.deepEqual(
      Streams?.map((one) => one.StreamArn),
      [again.StreamArn, StreamArn],
    );
    const { Records, NextShardIterator } = await records(
      await iterator({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    assert.deepEqual(
      Records?.map(({ dynamodb: told }) => told!.Keys),
      [{ id: { S: "a" } }],
    );
    // The shard has ended.
    assert.equal((await records(NextShardIterator!)).NextShardIterator, undefined);
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    assert.equal(StreamDescription?.StreamStatus, "DISABLED");
    assert.ok(StreamDescription?.Shards?.[0]?.SequenceNumberRange?.EndingSequenceNumber);
    await advance(24 * 60 * 60 + 1);
    await assert.rejects(streams.send(new DescribeStreamCommand({ StreamArn })), { name: "ResourceNotFoundException" });
    assert.equal((await streams.send(new ListStreamsCommand({ TableName }))).Streams?.length, 1);
  });

  test("an iterator expires after a quarter of an hour, a record after a day", async () => {
    const { TableName, StreamArn, ShardId } = await create("aged", "NEW_IMAGE");
    await put(TableName, "a", "1");
    const old = await iterator({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" });
    const { Records } = await records(old);
    assert.deepEqual(Records![0]!.dynamodb!.NewImage, { id: { S: "a" }, text: { S: "1" } });
    await advance(16 * 60);
    await assert.rejects(records(old), { name: "ExpiredIteratorException" });
    await assert.rejects(records("nonsense"), { name: "ValidationException" });
    await advance(24 * 60 * 60);
    const all = await iterator({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" });
    assert.deepEqual((await records(all)).Records, []);
    await put(TableName, "b", "1");
    const { SequenceNumber } = Records![0]!.dynamodb!;
    await assert.rejects(iterator({ StreamArn, ShardId, ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber }), {
      name: "TrimmedDataAccessException",
    });
  });
});
