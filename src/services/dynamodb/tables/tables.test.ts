import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("tables", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const create = (TableName: string, more: Partial<CreateTableCommandInput> = {}) =>
    dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
        ...more,
      }),
    );
  const exists = (TableName: string) => waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });

  test("CreateTable makes one, DescribeTable and ListTables tell of it, DeleteTable removes it", async () => {
    const { TableDescription } = await create("made");
    assert.equal(TableDescription?.TableStatus, "CREATING");
    await assert.rejects(create("made"), { name: "ResourceInUseException" });
    await exists("made");
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "made" }));
    assert.equal(Table?.TableStatus, "ACTIVE");
    assert.equal(Table?.TableArn, "arn:aws:dynamodb:us-east-1:000000000000:table/made");
    await create("made-too");
    const first = await dynamodb.send(new ListTablesCommand({ Limit: 1 }));
    assert.deepEqual([first.TableNames, first.LastEvaluatedTableName], [["made"], "made"]);
    const rest = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: "made" }));
    assert.deepEqual([rest.TableNames, rest.LastEvaluatedTableName], [["made-too"], undefined]);
    const deleted = await dynamodb.send(new DeleteTableCommand({ TableName: "made" }));
    assert.equal(deleted.TableDescription?.TableStatus, "DELETING");
    await assert.rejects(dynamodb.send(new DescribeTableCommand({ TableName: "made" })), {
      name: "ResourceNotFoundException",
      message: "Requested resource not found: Table: made not found",
    });
  });

  test("PutItem stores an item, GetItem gives it, DeleteItem removes it", async () => {
    await create("items");
    await assert.rejects(dynamodb.send(new PutItemCommand({ TableName: "nothing", Item: { id: { S: "a" } } })), {
      name: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
    await exists("items");
    const TableName = "items";
    const Key = { id: { S: "a" } };
    const Item = { ...Key, number: { N: "1.50" }, bytes: { B: Buffer.from("x") }, flag: { BOOL: true } };
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
    const got = await dynamodb.send(new GetItemCommand({ TableName, Key, ReturnConsumedCapacity: "TOTAL" }));
    assert.deepEqual(got.Item?.number, { N: "1.5" });
    assert.deepEqual(Buffer.from(got.Item?.bytes?.B ?? []).toString(), "x");
    assert.deepEqual(got.ConsumedCapacity, { TableName, CapacityUnits: 0.5 });
    const put = new PutItemCommand({ TableName, Item: Key, ReturnValues: "ALL_OLD" });
    assert.deepEqual((await dynamodb.send(put)).Attributes?.number, { N: "1.5" });
    const remove = new DeleteItemCommand({ TableName, Key, ReturnValues: "ALL_OLD" });
    assert.deepEqual((await dynamodb.send(remove)).Attributes, Key);
    assert.equal((await dynamodb.send(remove)).Attributes, undefined);
    assert.equal((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item, undefined);
  });
});
