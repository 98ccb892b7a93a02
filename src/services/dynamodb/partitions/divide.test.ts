import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { rootPrincipal } from "../../principal.ts";
import { changeStore } from "../changes/change-store.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { toRowKey } from "../items/row-key.ts";
import { followTimer } from "../items/store-item.ts";
import { StoredItem } from "../items/stored-item.ts";
import { limits } from "../limits.ts";
import { dynamodb } from "../service.ts";
import type { DynamoDbState } from "../state.ts";
import { dynamodbStreams } from "../streams/service.ts";
import { itemsKey } from "../tables/table.ts";
import { lockStore } from "../transactions/lock-store.ts";
import { newAttempt } from "../transactions/transaction.ts";
import type { Item } from "../values/attribute-value.ts";
import { partsOf } from "./layout.ts";
import { partitionStore } from "./partition-store.ts";

const at = { account: "000000000000", region: "us-east-1" };
const as = { ...at, principal: rootPrincipal(at.account) };
const TableName = "readings";

/** A table of two partitions with local and global indexes and a stream, and what is done with it. */
async function openTable(context: TestContext, more: object = {}) {
  const { table, clock } = await openServiceTest(context, [dynamodb, dynamodbStreams]);
  const { storage } = table.host;
  const state = table.services.get("dynamodb")!.state as DynamoDbState;
  const projection = { Projection: { ProjectionType: "ALL" as const } };
  const units = { ReadCapacityUnits: 3_000, WriteCapacityUnits: 1_000 };
  await table.call(
    "dynamodb",
    "CreateTable",
    {
      TableName,
      AttributeDefinitions: ["id", "at", "kind"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "at", KeyType: "RANGE" },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "local",
          KeySchema: [
            { AttributeName: "id", KeyType: "HASH" },
            { AttributeName: "kind", KeyType: "RANGE" },
          ],
          ...projection,
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "global",
          KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
          ProvisionedThroughput: units,
          ...projection,
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      ProvisionedThroughput: units,
      ...more,
    },
    as,
  );
  const settle = async () => {
    clock.advance(1_000);
    for (let round = 0; round < 3; round++) {
      await storage.outbox.idle();
      await storage.timers.idle();
    }
  };
  await settle();
  const known = async () => (await state.tables.find({ ...at, name: TableName }))!;
  const toItem = (number: number, value: string) => ({
    id: { S: `sensor-${number % 40}` },
    at: { S: `${1_000 + number}` },
    kind: { S: `kind-${number % 3}` },
    value: { S: value },
  });
  const put = (number: number, value: string) =>
    table.call("dynamodb", "PutItem", { TableName, Item: toItem(number, value) }, as);
  const remove = (number: number) => {
    const { id, at: range } = toItem(number, "");
    return table.call("dynamodb", "DeleteItem", { TableName, Key: { id, at: range } }, as);
  };
  const get = async (number: number) => {
    const { id, at: range } = toItem(number, "");
    return (await table.call("dynamodb", "GetItem", { TableName, Key: { id, at: range } }, as)).Item?.value?.S;
  };
  /** Every item by its range key, as pages of a scan tell it. */
  const scan = async (asked: object = {}) => {
    const found = new Map<string, string>();
    let ExclusiveStartKey: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey }: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } =
        await table.call("dynamodb", "Scan", { TableName, Limit: 37, ExclusiveStartKey, ...asked }, as);
      for (const { at: range, value } of Items) {
        assert.ok(!found.has(range!.S!), "an item is told once");
        found.set(range!.S!, value!.S!);
      }
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  };
  const warm = (WriteUnitsPerSecond: number) =>
    table.call("dynamodb", "UpdateTable", { TableName, WarmThroughput: { WriteUnitsPerSecond } }, as);
  /** Until nothing is being divided any more. */
  const divided = async (parts: number) => {
    for (let round = 0; round < 60; round++) {
      clock.advance(200);
      await storage.outbox.idle();
      await storage.timers.idle();
      const { layout, division } = await known();
      if (!division && layout.parts.length === parts) return;
    }
    const { layout, division } = await known();
    assert.fail(`${layout.parts.length} partitions, and ${JSON.stringify(division)}`);
  };
  return { table, clock, storage, state, settle, divided, known, toItem, put, remove, get, scan, warm };
}

test("a table that is to be warm is divided while it is written to: nothing is lost, refused, or told twice", async (context) => {
  const { table, clock, known, settle, put, toItem, remove, get, scan, warm } = await openTable(context);
  const expected = new Map<string, string>();
  for (let number = 0; number < 200; number++) {
    await put(number, "first");
    expected.set(`${1_000 + number}`, "first");
  }
  assert.equal((await known()).layout.parts.length, 2);
  const { TableDescription: told } = await warm(6_000);
  assert.deepEqual([told?.TableStatus, told?.WarmThroughput?.Status], ["ACTIVE", "UPDATING"]);
  for (let round = 0; ; round++) {
    const { layout, division } = await known();
    if (round > 3 && layout.parts.length === 6 && !division) break;
    clock.advance(200);
    for (let number = round % 7; number < 260; number += 7) {
      if (number % 21 === 3) {
        await remove(number);
        expected.delete(`${1_000 + number}`);
        assert.equal(await get(number), undefined);
        continue;
      }
      const value = `round ${round}`;
      if (number % 5 === 1) {
        // One of several items, wherever they are: all of it or nothing.
        const all = [number, 300 + number, 600 + number, 900 + number];
        const TransactItems = all.map((each) => ({ Put: { TableName, Item: toItem(each, value) } }));
        await table.call("dynamodb", "TransactWriteItems", { TransactItems }, as);
        for (const each of all) expected.set(`${1_000 + each}`, value);
        const TransactGets = all.map((each) => {
          const { id, at: range } = toItem(each, "");
          return { Get: { TableName, Key: { id, at: range } } };
        });
        const { Responses } = await table.call("dynamodb", "TransactGetItems", { TransactItems: TransactGets }, as);
        assert.deepEqual([...new Set(Responses?.map((found) => found.Item?.value?.S))], [value]);
      } else {
        await put(number, value);
        expected.set(`${1_000 + number}`, value);
      }
      assert.equal(await get(number), value, "who has written reads what was written");
    }
  }
  await settle();
  const { layout, division, divided } = await known();
  assert.equal(division, undefined);
  assert.equal(layout.parts.length, 6);
  assert.equal(divided?.former.length, 4);
  const { Table } = await table.call("dynamodb", "DescribeTable", { TableName }, as);
  assert.deepEqual(Table?.WarmThroughput, { ReadUnitsPerSecond: 3_000, WriteUnitsPerSecond: 6_000, Status: "ACTIVE" });
  assert.equal(Table?.ItemCount, expected.size);
  await assert.rejects(warm(5_999), {
    name: "ValidationException",
    message:
      "One or more parameter values were invalid: Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported",
  });
  const Update = { IndexName: "global", WarmThroughput: { WriteUnitsPerSecond: 9_000 } };
  await assert.rejects(
    table.call("dynamodb", "UpdateTable", { TableName, GlobalSecondaryIndexUpdates: [{ Update }] }, as),
    { message: "Squall does not support more warm throughput for a global index than it was made for." },
  );
  const sorted = (map: Map<string, string>) => [...map].sort();
  assert.deepEqual(sorted(await scan()), sorted(expected));
  for (const IndexName of ["local", "global"])
    assert.deepEqual(sorted(await scan({ IndexName })), sorted(expected), `the index ${IndexName}`);
  const segments = await Promise.all([0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })));
  assert.deepEqual(segments.flatMap((segment) => [...segment]).sort(), sorted(expected));
  for (const ScanIndexForward of [true, false]) {
    const { Items = [] } = await table.call(
      "dynamodb",
      "Query",
      {
        TableName,
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": { S: "sensor-8" } },
        ScanIndexForward,
      },
      as,
    );
    const of = [...expected.keys()].filter((key) => (Number(key) - 1_000) % 40 === 8).sort();
    assert.deepEqual(
      Items.map((item) => item.at?.S),
      ScanIndexForward ? of : of.reverse(),
    );
  }
});

test("the stream of a table that is divided has children whose parents are read before them, and tells each item's changes in order", async (context) => {
  const { table, divided, put, warm } = await openTable(context);
  const { LatestStreamArn: StreamArn = "" } =
    (await table.call("dynamodb", "DescribeTable", { TableName }, as)).Table ?? {};
  for (let number = 0; number < 30; number++) await put(number, "1");
  await warm(4_000);
  await divided(4);
  for (let number = 0; number < 30; number++) await put(number, "2");
  const describe = async (asked: object = {}) =>
    (await table.call("dynamodb-streams", "DescribeStream", { StreamArn, ...asked }, as)).StreamDescription!;
  const { Shards = [] } = await describe();
  const parents = Shards.filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber !== undefined);
  assert.deepEqual([Shards.length, parents.length], [6, 2]);
  const values = new Map<string, string[]>();
  const read = async (ShardId: string) => {
    const records = [];
    let { ShardIterator } = await table.call(
      "dynamodb-streams",
      "GetShardIterator",
      { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" },
      as,
    );
    for (let pages = 0; ShardIterator !== undefined && pages < 3; pages++) {
      const { Records = [], NextShardIterator } = await table.call(
        "dynamodb-streams",
        "GetRecords",
        { ShardIterator },
        as,
      );
      records.push(...Records);
      ShardIterator = NextShardIterator;
    }
    for (const { dynamodb: change } of records) {
      const key = change!.Keys!.at!.S!;
      values.set(key, [...(values.get(key) ?? []), change!.NewImage!.value!.S!]);
    }
    return ShardIterator;
  };
  for (const { ShardId = "" } of parents) {
    assert.equal(await read(ShardId), undefined, "a shard that has ended has no further iterator");
    const children = (await describe({ ShardFilter: { Type: "CHILD_SHARDS", ShardId } })).Shards ?? [];
    assert.deepEqual(
      children.map((child) => child.ParentShardId),
      [ShardId, ShardId],
    );
    for (const child of children) assert.notEqual(await read(child.ShardId ?? ""), undefined);
  }
  assert.equal(values.size, 30);
  assert.deepEqual([...new Set([...values.values()].map((list) => list.join()))], ["1,2"]);
});

test("a division goes on after a server that died at any of its steps", async (context) => {
  const { storage, clock, known, settle, put, get, scan, warm } = await openTable(context);
  for (let number = 0; number < 250; number++) await put(number, "before");
  // Its writes fail before they are done or after they are committed, as if the server had died there, or its storage were away: oftener than a timer is fired before it is parked.
  const { partition } = storage;
  let steps = 0;
  const deaths = new Map<number | undefined, number>();
  const dies = async (where: string) => {
    const number = (await known()).division?.number;
    const died = deaths.get(number) ?? 0;
    if (died >= 30) return;
    deaths.set(number, died + 1);
    throw new Error(`died ${where} step ${steps}`);
  };
  storage.partition = (key) => {
    const own = partition.call(storage, key);
    if (key.kind !== "dynamodb.items" && key.kind !== "dynamodb.tables") return own;
    return {
      key,
      read: (work) => own.read(work),
      drop: () => own.drop(),
      write: async (work) => {
        const isDividing = (new Error().stack ?? "").includes("/partitions/divide.ts");
        if (!isDividing) return own.write(work);
        steps += 1;
        if (steps % 5 === 1) await dies("before");
        const done = await own.write(work);
        if (steps % 5 === 3) await dies("after");
        return done;
      },
    };
  };
  context.after(() => {
    storage.partition = partition;
  });
  await warm(4_000);
  const puts: Promise<unknown>[] = [];
  for (let round = 0; round < 250 && ((await known()).layout.parts.length < 4 || (await known()).division); round++) {
    // It waits where the server has died in between.
    const putting = put(round, `round ${round}`);
    putting.catch(() => {});
    puts.push(putting);
    clock.advance(400_000);
    await settle();
  }
  storage.partition = partition;
  await settle();
  await Promise.all(puts);
  const died = [...deaths.values()].reduce((sum, each) => sum + each, 0);
  assert.ok(died >= 30, `it has died ${died} times`);
  assert.equal((await known()).layout.parts.length, 4);
  const all = await scan();
  assert.equal(all.size, 250);
  for (let number = 0; number < 250; number++) assert.equal(all.get(`${1_000 + number}`), await get(number));
  for (let number = 0; number < 250; number++) await put(number, "after");
  assert.deepEqual([...new Set((await scan()).values())], ["after"]);
});

test("a partition that holds too much is divided where half of its bytes are, one of a single hash key with local indexes is not", async (context) => {
  const { storage, known, settle, table, scan } = await openTable(context);
  const put = (id: string, range: number) =>
    table.call(
      "dynamodb",
      "PutItem",
      { TableName, Item: { id: { S: id }, at: { S: `${range}` }, kind: { S: "k" }, value: { S: "x".repeat(100) } } },
      as,
    );
  for (let range = 0; range < 60; range++) await put("one", range);
  const pretend = async (number: number) =>
    storage
      .partition(itemsKey(await known(), number))
      .write((tx) => itemStore.addToTotals(tx, ofItems, { items: 0, bytes: limits.partitions.bytes }));
  const { number: first } = (await known()).layout.partOf(
    toRowKey(await known(), { id: { S: "one" }, at: { S: "0" } }).bytes,
  );
  await pretend(first);
  await settle();
  await table.call(
    "dynamodb",
    "UpdateTable",
    { TableName, ProvisionedThroughput: { ReadCapacityUnits: 3_000, WriteCapacityUnits: 999 } },
    as,
  );
  await settle();
  await settle();
  const { layout, division } = await known();
  assert.deepEqual([layout.parts.length, division], [2, undefined], "it stays whole");
  assert.equal(
    await storage.partition(itemsKey(await known(), first)).read((tx) => partitionStore.stage(tx)),
    undefined,
  );
  for (let number = 0; number < 60; number++) await put(`other-${number}`, 1_000 + number);
  assert.equal((await scan()).size, 120);
});

test("half of the bytes are in each child, whatever their keys are, and the rows of one hash key may be in both", async (context) => {
  const { table, state, known, divided, scan } = await openTable(context, {
    LocalSecondaryIndexes: undefined,
    GlobalSecondaryIndexes: undefined,
    AttributeDefinitions: ["id", "at"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
  });
  const put = (range: number) =>
    table.call(
      "dynamodb",
      "PutItem",
      { TableName, Item: { id: { S: "one" }, at: { S: `${1_000 + range}` }, value: { S: "x".repeat(200) } } },
      as,
    );
  for (let range = 0; range < 100; range++) await put(range);
  const { number } = (await known()).layout.partOf(toRowKey(await known(), { id: { S: "one" }, at: { S: "0" } }).bytes);
  const { id: tableId, layout } = await known();
  await state.tables.change({ ...at, name: TableName }, async (now, tx) => {
    const payload = JSON.stringify({ ...at, table: TableName, tableId, number });
    await tx.emit({ topic: "dynamodb.begin-divide", id: crypto.randomUUID(), payload });
    const to = {
      ...now,
      division: { number, children: [2, 3] as const },
      divided: { parts: partsOf(now), former: [], next: 4 },
    };
    return { to, gives: undefined };
  });
  await divided(layout.parts.length + 1);
  const items = async (child: number) =>
    (await table.host.storage.partition(itemsKey(await known(), child)).read((tx) => itemStore.totals(tx))).get(ofItems)
      ?.items;
  assert.deepEqual([await items(2), await items(3)], [50, 50]);
  assert.equal((await scan()).size, 100);
  const ranges = [];
  for (const ScanIndexForward of [true, false]) {
    const asked = { TableName, KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": { S: "one" } } };
    const { Items = [] } = await table.call("dynamodb", "Query", { ...asked, ScanIndexForward }, as);
    ranges.push(Items.map((item) => item.at?.S));
  }
  assert.deepEqual(
    ranges[0],
    Array.from({ length: 100 }, (_, range) => `${1_000 + range}`),
  );
  assert.deepEqual(ranges[0], ranges[1]!.toReversed());
});

test("an item that a transaction has locked is not left behind, and one whose server has died does not hold up the division for ever", async (context) => {
  const { storage, clock, known, divided, get, put, toItem, warm } = await openTable(context);
  await put(1, "before");
  const item = toItem(1, "after");
  const { bytes, partition: number } = toRowKey(await known(), item);
  const attempt = newAttempt(at, "token", "attempt", clock.nowMs());
  await storage
    .partition(itemsKey(await known(), number))
    .write((tx) => lockStore.add(tx, attempt.lock, { key: bytes, action: "put", item: StoredItem.of(item) }));
  await warm(4_000);
  clock.advance(1_000);
  clock.advance(20_000);
  await divided(4);
  assert.equal(await get(1), "before");
  await put(1, "later");
  assert.equal(await get(1), "later");
});

test("a division that fails again and again goes on once it can, and holds up no writer meanwhile", async (context) => {
  const { storage, clock, known, settle, divided, put, get, warm } = await openTable(context);
  for (let number = 0; number < 40; number++) await put(number, "before");
  const { partition } = storage;
  let failures = 0;
  storage.partition = (key) => {
    const own = partition.call(storage, key);
    if (key.kind !== "dynamodb.items" || Number(key.name.split("/")[1]) < 2) return own;
    return {
      key,
      read: (work) => own.read(work),
      drop: () => own.drop(),
      write: async () => {
        failures += 1;
        throw new Error("the child cannot be written to");
      },
    };
  };
  context.after(() => {
    storage.partition = partition;
  });
  await warm(3_000);
  for (let round = 0; failures < 40; round++) {
    assert.ok(round < 100, `it has been tried ${failures} times`);
    clock.advance(400_000);
    await settle();
    await put(round % 40, `round ${round}`);
    assert.equal(await get(round % 40), `round ${round}`);
  }
  assert.equal((await storage.timers.counts()).parked, 0);
  assert.equal((await known()).layout.parts.length, 2);
  storage.partition = partition;
  clock.advance(10_000);
  await divided(3);
  await put(1, "after");
  assert.equal(await get(1), "after");
});

test("a table that is written to by transactions alone is divided as it grows", async (context) => {
  const { table, storage, known, settle, toItem } = await openTable(context);
  const TransactItems = Array.from({ length: 80 }, (_, number) => ({
    Put: { TableName, Item: toItem(number, "x") },
  }));
  await storage
    .partition(itemsKey(await known(), 0))
    .write((tx) => itemStore.addToTotals(tx, ofItems, { items: 0, bytes: limits.partitions.bytes }));
  await table.call("dynamodb", "TransactWriteItems", { TransactItems }, as);
  await eventually(async () => (await known()).divided, "a division to begin");
  await settle();
});

test("a global index follows what was told of an item above its partition's parent before it follows the partition", async (context) => {
  const { storage, known, divided, put, settle, toItem, warm, scan } = await openTable(context);
  await warm(8_000);
  await divided(8);
  await settle();
  const now = await known();
  const all = [...now.divided!.former, ...now.divided!.parts];
  const parentOf = (child: number) => all.find(({ number }) => number === child)!.parent!;
  const oldest = storage.partition(itemsKey(now, parentOf(parentOf(toRowKey(now, toItem(1, "")).partition))));
  // The oldest one has something left to tell, as if it had not been followed yet; between it and the child nothing was ever written.
  const old = StoredItem.of(toItem(1, "old"));
  await oldest.write((tx) => changeStore.add(tx, { target: "", old: undefined, new: old, atMs: 0, actor: "" }));
  await put(1, "new");
  await settle();
  assert.equal((await scan({ IndexName: "global" })).size, 0, "nothing is followed yet");
  await oldest.write((tx) => tx.setTimer({ kind: followTimer, key: "", dueMs: 0, payload: TableName }));
  await settle();
  await settle();
  assert.deepEqual([...(await scan({ IndexName: "global" })).values()], ["new"]);
});
