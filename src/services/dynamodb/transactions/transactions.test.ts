import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "accounts";

describe("transactions and batches", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const key = (id: string) => ({ id: { S: id } });
  const put = (id: string, amount: number): TransactWriteItem => ({
    Put: { TableName, Item: { ...key(id), amount: { N: `${amount}` } } },
  });
  const write = (TransactItems: TransactWriteItem[], more: object = {}) =>
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const amountOf = async (id: string) => {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: key(id), ConsistentRead: true }));
    return Item?.amount?.N;
  };
  const move = (from: string, to: string, amount: number): TransactWriteItem[] => [
    {
      Update: {
        TableName,
        Key: key(from),
        UpdateExpression: "SET amount = amount - :by",
        ConditionExpression: "amount >= :by",
        ExpressionAttributeValues: { ":by": { N: `${amount}` } },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    },
    {
      Update: {
        TableName,
        Key: key(to),
        UpdateExpression: "SET amount = amount + :by",
        ExpressionAttributeValues: { ":by": { N: `${amount}` } },
      },
    },
  ];

  test("TransactWriteItems does all of it or nothing, and says why not", async () => {
    await write([put("a", 10), put("b", 0), put("c", 0), put("d", 0)]);
    await write(move("a", "b", 4));
    assert.deepEqual([await amountOf("a"), await amountOf("b")], ["6", "4"]);
    await assert.rejects(write(move("a", "b", 7)), (error: Error & { CancellationReasons?: object[] }) => {
      assert.equal(error.name, "TransactionCanceledException");
      assert.match(error.message, /specific reasons \[ConditionalCheckFailed, None\]$/);
      assert.deepEqual(error.CancellationReasons, [
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { ...key("a"), amount: { N: "6" } },
        },
        { Code: "None" },
      ]);
      return true;
    });
    assert.deepEqual([await amountOf("a"), await amountOf("b")], ["6", "4"]);
    await assert.rejects(write([put("x", 1), put("x", 2)]), {
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });

  test("a token makes it happen once", async () => {
    await write([put("once", 1)]);
    const ClientRequestToken = "token";
    await write(move("once", "b", 1), { ClientRequestToken });
    await write(move("once", "b", 1), { ClientRequestToken });
    assert.equal(await amountOf("once"), "0");
    await assert.rejects(write(move("b", "once", 1), { ClientRequestToken }), {
      name: "IdempotentParameterMismatchException",
    });
  });

  test("with a token, an item is the same in whatever order its attributes come", async () => {
    const ClientRequestToken = "token-of-any-order";
    const [id, amount] = [{ S: "any-order" }, { N: "1" }];
    await write([{ Put: { TableName, Item: { id, amount } } }], { ClientRequestToken });
    await write([{ Put: { Item: { amount, id }, TableName } }], { ClientRequestToken });
    await assert.rejects(write([{ Put: { TableName, Item: { id, amount: { N: "2" } } } }], { ClientRequestToken }), {
      name: "IdempotentParameterMismatchException",
    });
  });

  test("many at a time neither lose nor make anything, and TransactGetItems sees only what is whole", async () => {
    const ids = Array.from({ length: 8 }, (_, at) => `many-${at}`);
    await write(ids.map((id) => put(id, 100)));
    let conflicts = 0;
    const moves = Array.from({ length: 60 }, async (_, at) => {
      const [from, to] = [ids[at % 8]!, ids[(at * 3 + 1) % 8]!];
      if (from === to) return;
      try {
        await write(move(from, to, 1));
      } catch (error) {
        assert.match(String(error), /TransactionConflict/);
        conflicts++;
      }
    });
    const sum = async () => {
      const TransactItems = ids.map((id) => ({ Get: { TableName, Key: key(id) } }));
      const { Responses } = await dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
      return Responses?.reduce((all, { Item }) => all + Number(Item?.amount?.N), 0);
    };
    const sums = Array.from({ length: 10 }, () =>
      sum().catch((error: unknown) => assert.match(String(error), /TransactionConflict/)),
    );
    await Promise.all(moves);
    for (const seen of await Promise.all(sums)) if (seen !== undefined) assert.equal(seen, 800);
    assert.equal(await sum(), 800);
    assert.ok(conflicts < 60);
  });

  test("BatchWriteItem puts and removes, BatchGetItem gives what is there", async () => {
    const items = Array.from({ length: 25 }, (_, at) => ({ ...key(`batch-${at}`), at: { N: `${at}` } }));
    await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
    const remove = { DeleteRequest: { Key: key("batch-0") } };
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [remove] } }));
    const Keys = items.map(({ id }) => ({ id }));
    const { Responses, ConsumedCapacity } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } }, ReturnConsumedCapacity: "TOTAL" }),
    );
    assert.equal(Responses?.[TableName]?.length, 24);
    assert.deepEqual(ConsumedCapacity, [{ TableName, CapacityUnits: 12.5 }]);
    const twice = [remove, remove];
    await assert.rejects(dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: twice } })), {
      name: "ValidationException",
      message: "Provided list of item keys contains duplicates",
    });
    // The model counts each table's: together they are no more either.
    const puts = items.slice(0, 13).map((Item) => ({ PutRequest: { Item } }));
    const both = new BatchWriteItemCommand({ RequestItems: { [TableName]: puts, other: puts } });
    await assert.rejects(dynamodb.send(both), {
      name: "ValidationException",
      message: "Too many items requested for the BatchWriteItem call",
    });
  });
});
