import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { rootPrincipal } from "../../principal.ts";
import { toRowKey } from "../items/row-key.ts";
import { StoredItem } from "../items/stored-item.ts";
import { dynamodb } from "../service.ts";
import type { DynamoDbState } from "../state.ts";
import { itemsKey } from "../tables/table.ts";
import { finishPart, finishTimer } from "./finish.ts";
import { lockStore } from "./lock-store.ts";
import { newAttempt, transactionsKey } from "./transaction.ts";
import { transactionStore } from "./transaction-store.ts";

const at = { account: "000000000000", region: "us-east-1" };
const as = { ...at, principal: rootPrincipal(at.account) };
const TableName = "accounts";
const ids = ["a", "b", "c", "d", "e", "f"];

/** A table with an item for each id, and what a server leaves that dies in the middle of a transaction that changes them all. */
async function openLeftBehind(context: TestContext) {
  const { table, clock } = await openServiceTest(context, [dynamodb]);
  const { storage } = table.host;
  await table.call(
    "dynamodb",
    "CreateTable",
    {
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    },
    as,
  );
  clock.advance(1_000);
  await storage.timers.idle();
  const put = (id: string, text: string) =>
    table.call("dynamodb", "PutItem", { TableName, Item: { id: { S: id }, text: { S: text } } }, as);
  for (const id of ids) await put(id, "before");
  const { tables } = table.services.get("dynamodb")!.state as DynamoDbState;
  const known = (await tables.find({ ...at, name: TableName }))!;
  const attempt = newAttempt(at, "token", "attempt", clock.nowMs());
  const numbers = new Set<number>();
  for (const id of ids) {
    const item = { id: { S: id }, text: { S: "after" } };
    const row = toRowKey(known, item);
    numbers.add(row.partition);
    await storage
      .partition(itemsKey(known, row.partition))
      .write((tx) => lockStore.add(tx, attempt.lock, { key: row.bytes, action: "put", item: StoredItem.of(item) }));
  }
  const parts = [...numbers].map((partition) => ({ table: TableName, tableId: known.id, partition }));
  const texts = async () => {
    const found = ids.map(async (id) => {
      const { Item } = await table.call("dynamodb", "GetItem", { TableName, Key: { id: { S: id } } }, as);
      return Item?.text?.S;
    });
    return [...new Set(await Promise.all(found))];
  };
  return { table, known, storage, clock, attempt, parts, put, texts };
}

test("what was decided is done, though the server that decided it did nothing of it", async (context) => {
  const { storage, clock, attempt, parts, texts } = await openLeftBehind(context);
  assert.deepEqual(await texts(), ["before"]);
  await storage.partition(transactionsKey(attempt)).write(async (tx) => {
    await transactionStore.decide(tx, attempt.id, true, clock.nowMs() + 600_000);
    const payload = JSON.stringify({ lock: attempt.lock, parts });
    await tx.setTimer({ kind: finishTimer, key: attempt.id, dueMs: clock.nowMs() + 2_000, payload });
  });
  clock.advance(2_000);
  await storage.timers.idle();
  assert.deepEqual(await texts(), ["after"]);
});

test("what was not decided is not done, and holds up its items for ten seconds only", async (context) => {
  const { storage, clock, attempt, put, texts } = await openLeftBehind(context);
  await assert.rejects(put("a", "later"), { name: "TransactionConflictException" });
  clock.advance(11_000);
  for (const id of ids) await put(id, "later");
  assert.deepEqual(await texts(), ["later"]);
  // The one that comes too late finds that it has been given up.
  const decided = await storage
    .partition(transactionsKey(attempt))
    .read((tx) => transactionStore.decision(tx, attempt.id));
  assert.equal(decided, "aborted");
});

test("what is done by a table's record from before its index is in the index", async (context) => {
  const { table, known, storage, clock, attempt, parts } = await openLeftBehind(context);
  const KeySchema = [{ AttributeName: "text", KeyType: "HASH" as const }];
  const Create = { IndexName: "by-text", KeySchema, Projection: { ProjectionType: "ALL" as const } };
  const AttributeDefinitions = [{ AttributeName: "text", AttributeType: "S" as const }];
  const settle = async () => {
    for (let round = 0; round < 4; round++) {
      clock.advance(1_000);
      await storage.timers.idle();
      await storage.outbox.idle();
    }
  };
  await table.call(
    "dynamodb",
    "UpdateTable",
    { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] },
    as,
  );
  await settle();
  const count = async (text: string) => {
    const asked = {
      TableName,
      IndexName: "by-text",
      KeyConditionExpression: "#text = :text",
      ExpressionAttributeNames: { "#text": "text" },
      ExpressionAttributeValues: { ":text": { S: text } },
    };
    return (await table.call("dynamodb", "Query", asked, as)).Count;
  };
  assert.equal(await count("before"), ids.length);
  for (const { partition } of parts)
    await finishPart(table.host, known, partition, { lock: attempt.lock, isCommitted: true });
  await settle();
  assert.equal(await count("before"), 0);
  assert.equal(await count("after"), ids.length);
});
