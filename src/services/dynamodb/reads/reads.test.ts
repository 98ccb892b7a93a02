import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "reads";
type Items = Record<string, AttributeValue>[] | undefined;

describe("reads", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: ["user", "at", "kind", "score"].map((AttributeName) => ({
          AttributeName,
          AttributeType: AttributeName === "user" || AttributeName === "kind" ? "S" : "N",
        })),
        KeySchema: [
          { AttributeName: "user", KeyType: "HASH" },
          { AttributeName: "at", KeyType: "RANGE" },
        ],
        LocalSecondaryIndexes: [
          {
            IndexName: "by-score",
            KeySchema: [
              { AttributeName: "user", KeyType: "HASH" },
              { AttributeName: "score", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-kind",
            KeySchema: [
              { AttributeName: "kind", KeyType: "HASH" },
              { AttributeName: "score", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["text"] },
          },
        ],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
    for (let user = 0; user < 5; user++) {
      const puts = Array.from({ length: 20 }, (_, at) => {
        const Item = {
          user: { S: `user-${user}` },
          at: { N: `${at - 10}` },
          score: { N: `${(at * 7) % 20}` },
          kind: { S: at % 2 === 0 ? "even" : "odd" },
          text: { S: "text" },
          more: { S: "more" },
        };
        return dynamodb.send(new PutItemCommand({ TableName, Item }));
      });
      await Promise.all(puts);
    }
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const query = (more: Partial<QueryCommandInput>) => dynamodb.send(new QueryCommand({ TableName, ...more }));
  const counts = (asked: Partial<QueryCommandInput>, count: number) =>
    eventually(async () => (await query(asked)).Count === count || undefined, "the index follows");
  const numbers = (items: Items, name: string) => items?.map((item) => Number(item[name]?.N));
  const ofUser = { ":user": { S: "user-1" } };
  const named = { "#user": "user", "#at": "at" };

  test("Query gives the items of a hash key in the order of their range keys, page by page, both ways", async () => {
    const KeyConditionExpression = "#user = :user AND #at BETWEEN :low AND :high";
    const common = {
      KeyConditionExpression,
      ExpressionAttributeNames: named,
      ExpressionAttributeValues: { ...ofUser, ":low": { N: "-3" }, ":high": { N: "2" } },
    };
    assert.deepEqual(numbers((await query(common)).Items, "at"), [-3, -2, -1, 0, 1, 2]);
    const backward = { ...common, ScanIndexForward: false, Limit: 4 };
    const first = await query(backward);
    assert.deepEqual(numbers(first.Items, "at"), [2, 1, 0, -1]);
    const rest = await query({ ...backward, ExclusiveStartKey: first.LastEvaluatedKey });
    assert.deepEqual([numbers(rest.Items, "at"), rest.LastEvaluatedKey], [[-2, -3], undefined]);
    const filtered = await query({
      ...common,
      FilterExpression: "kind = :kind",
      ExpressionAttributeValues: { ...common.ExpressionAttributeValues, ":kind": { S: "odd" } },
      ReturnConsumedCapacity: "TOTAL",
    });
    assert.deepEqual([numbers(filtered.Items, "at"), filtered.ScannedCount], [[-3, -1, 1], 6]);
    assert.equal(filtered.ConsumedCapacity?.CapacityUnits, 0.5);
  });

  test("a local index is in its own order, and gives what it has not from the table if that is asked for", async () => {
    const common = {
      IndexName: "by-score",
      KeyConditionExpression: "#user = :user AND score < :score",
      ExpressionAttributeNames: { "#user": "user" },
      ExpressionAttributeValues: { ...ofUser, ":score": { N: "3" } },
    };
    const { Items: keys } = await query(common);
    assert.deepEqual(numbers(keys, "score"), [0, 1, 2]);
    assert.deepEqual(Object.keys(keys?.[0] ?? {}).sort(), ["at", "score", "user"]);
    const { Items: whole } = await query({ ...common, Select: "ALL_ATTRIBUTES" });
    assert.equal(whole?.[0]?.more?.S, "more");
  });

  test("a global index follows what is put, changed and removed", async () => {
    const common = {
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :kind AND score = :score",
      ExpressionAttributeValues: { ":kind": { S: "even" }, ":score": { N: "0" } },
    };
    await counts(common, 5);
    const { Items } = await query(common);
    assert.deepEqual(Object.keys(Items?.[0] ?? {}).sort(), ["at", "kind", "score", "text", "user"]);
    const update = new UpdateItemCommand({
      TableName,
      Key: { user: { S: "user-1" }, at: { N: "-10" } },
      UpdateExpression: "SET kind = :kind",
      ExpressionAttributeValues: { ":kind": { S: "changed" } },
      ReturnValues: "UPDATED_NEW",
    });
    assert.deepEqual((await dynamodb.send(update)).Attributes, { kind: { S: "changed" } });
    await counts(common, 4);
    const changed = { ...common, ExpressionAttributeValues: { ":kind": { S: "changed" }, ":score": { N: "0" } } };
    await counts(changed, 1);
    await assert.rejects(query({ ...common, ConsistentRead: true }), {
      name: "ValidationException",
      message: "Consistent reads are not supported on global secondary indexes",
    });
  });

  test("Scan gives all items, and its segments each of them once", async () => {
    const scanAll = async (more: Partial<ScanCommandInput>) => {
      const found: string[] = [];
      let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
      do {
        const page = await dynamodb.send(new ScanCommand({ TableName, ...more, ExclusiveStartKey }));
        for (const item of page.Items ?? []) found.push(`${item.user?.S} ${item.at?.N}`);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return found;
    };
    const all = await scanAll({ Limit: 7 });
    assert.equal(new Set(all).size, 100);
    assert.deepEqual(await scanAll({}), all);
    const segments = await Promise.all([0, 1, 2].map((Segment) => scanAll({ Segment, TotalSegments: 3 })));
    assert.deepEqual(segments.flat(), all);
    assert.equal((await scanAll({ IndexName: "by-kind", Limit: 30 })).length, 100);
  });
});
