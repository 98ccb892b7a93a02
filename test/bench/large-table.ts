import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { toRowKey } from "../../src/services/dynamodb/items/row-key.ts";
import { evenLayout } from "../../src/services/dynamodb/partitions/layout.ts";
import { encodeItem } from "../../src/services/dynamodb/values/item-bytes.ts";
import { itemSize } from "../../src/services/dynamodb/values/item-size.ts";
import { launchSquall, memoryOf } from "../support/squall-process.ts";
import { connect } from "./api-client.ts";
import type { Figure } from "./figure.ts";
import { dynamodbApi, makeTable, medianMs, rate, scanRate } from "./tables.ts";

const large = "large";
const small = "small";
const text = "x".repeat(100);
/** Items of the hash key that is queried. */
const queried = 100;

interface Measured {
  readonly puts: number;
  readonly gets: number;
  readonly queryMs: number;
  readonly scanned: number;
}

/** A table of ten million items beside one of ten thousand of the same server: by how much it is slower, and what it takes of the memory. It takes some minutes and three GB of the disk. */
export async function measureLargeTable(quick: boolean): Promise<Figure[]> {
  const items = quick ? 1_000_000 : 10_000_000;
  const durationMs = quick ? 2_000 : 5_000;
  const directory = await mkdtemp(join(tmpdir(), "squall-bench-large-"));
  try {
    await makeTables(directory);
    const startedMs = performance.now();
    fill(join(directory, "squall.db"), large, items);
    fill(join(directory, "squall.db"), small, fewItems);
    process.stdout.write(
      `${items.toLocaleString("en")} items were made in ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`,
    );
    await using squall = await launchSquall(["--data-dir", directory]);
    const idleMiB = memoryOf(squall.pid).ownMiB;
    const before = await measure(squall.port, small, fewItems, durationMs);
    const smallMiB = memoryOf(squall.pid).ownMiB;
    const after = await measure(squall.port, large, items, durationMs);
    const largeMiB = memoryOf(squall.pid).ownMiB;
    const of = `DynamoDB with ${items.toLocaleString("en")} items:`;
    const figure = (name: string, member: keyof Measured, unit: Figure["unit"]): Figure => ({
      name: `${of} ${name}`,
      value: after[member],
      unit,
      target: unit === "ms" ? Number((before[member] * 1.3).toFixed(2)) : Math.round(before[member] * 0.7),
      baseline: { name: "a small table's", value: before[member] },
    });
    return [
      figure("PutItem, 32 clients", "puts", "/s"),
      figure("GetItem, 32 clients", "gets", "/s"),
      figure("Query of 100 items, median", "queryMs", "ms"),
      figure("Scan, items", "scanned", "/s"),
      { name: `${of} memory at the start`, value: idleMiB, unit: "MiB" },
      {
        name: `${of} memory`,
        value: largeMiB,
        unit: "MiB",
        target: Math.round(smallMiB) + 64,
        baseline: { name: "a small table's", value: smallMiB },
      },
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const fewItems = 10_000;

async function makeTables(directory: string): Promise<void> {
  await using squall = await launchSquall(["--data-dir", directory]);
  const dynamodb = connect(squall.port, dynamodbApi);
  for (const name of [large, small]) {
    await makeTable(dynamodb, name);
    // The partitions are made by what is written into them.
    for (let at = 0; at < 64; at++)
      await dynamodb.call("PutItem", { TableName: name, Item: { ...keyOf(at), text: { S: text } } });
  }
  dynamodb.close();
}

const keyOf = (at: number) => ({ id: { S: `item-${at}` }, at: { N: `${at}` } });

const keyed = {
  key: [
    { name: "id", type: "S", isHash: true },
    { name: "at", type: "N", isHash: false },
  ],
  layout: evenLayout(4),
} as const;

/** Puts items into the rows of a stopped server's table, in the order of their keys, as if they had come one by one: a thousand times faster than by requests. */
function fill(file: string, table: string, items: number): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA synchronous = off; PRAGMA journal_mode = off; PRAGMA cache_size = -262144; BEGIN");
  const { id } = JSON.parse(
    String(database.prepare("SELECT record FROM dynamodb_tables WHERE name = ?").get(table)?.record),
  ) as { id: string };
  const partitions = Array.from({ length: keyed.layout.parts.length }, (_, number) => {
    const row = database
      .prepare("SELECT id FROM squall_partitions WHERE kind = 'dynamodb.items' AND name = ?")
      .get(`${id}/${number}`);
    if (!row) throw new Error(`the table ${table} has no partition ${number}`);
    return { id: row.id as number, items: 0, bytes: 0 };
  });
  const insert = database.prepare(
    "INSERT OR REPLACE INTO dynamodb_items (partition, key, item, size) VALUES (?, ?, ?, ?)",
  );
  for (const bucket of byBeginning(items)) {
    const rows = Array.from(bucket, (at) => {
      const item = { ...keyOf(at), text: { S: text } };
      return { item, row: toRowKey(keyed, item) };
    });
    rows.sort((one, other) => Buffer.compare(one.row.bytes, other.row.bytes));
    for (const { item, row } of rows) {
      const partition = partitions[row.partition]!;
      const size = itemSize(item);
      insert.run(partition.id, row.bytes, encodeItem(item), size);
      partition.items += 1;
      partition.bytes += size;
    }
  }
  const totals = database.prepare("UPDATE dynamodb_totals SET items = ?, bytes = ? WHERE partition = ? AND name = ''");
  for (const partition of partitions) totals.run(partition.items, partition.bytes, partition.id);
  database.exec("COMMIT; PRAGMA journal_mode = wal");
  database.close();
}

/** The numbers of the items, by the first byte of their keys. */
function byBeginning(items: number): Uint32Array[] {
  const beginnings = new Uint8Array(items);
  const counts = new Uint32Array(256);
  for (let at = 0; at < items; at++) {
    const beginning = toRowKey(keyed, keyOf(at)).bytes[0] as number;
    beginnings[at] = beginning;
    counts[beginning]! += 1;
  }
  const buckets = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let at = 0; at < items; at++) {
    const beginning = beginnings[at] as number;
    buckets[beginning]![counts[beginning]!++] = at;
  }
  return buckets;
}

/** Items are written and read in no order, so what is in a cache helps little. */
async function measure(port: number, TableName: string, items: number, durationMs: number): Promise<Measured> {
  const dynamodb = connect(port, dynamodbApi);
  let next = 0;
  const some = () => {
    next = (next + step) % items;
    return keyOf(next);
  };
  const put = async () => {
    await dynamodb.call("PutItem", { TableName, Item: { ...some(), text: { S: text } } });
  };
  // A program is slow until its engine has seen it run.
  await rate(durationMs / 2, put);
  const puts = await rate(durationMs, put);
  const gets = await rate(durationMs, async () => {
    const { Item } = await dynamodb.call("GetItem", { TableName, Key: some() });
    if (!Item) throw new Error("an item is missing");
  });
  for (let at = 0; at < queried; at++)
    await dynamodb.call("PutItem", {
      TableName,
      Item: { id: { S: "many" }, at: { N: `${at}` }, text: { S: text } },
    });
  const queryMs = await medianMs(durationMs / 2, async () => {
    await dynamodb.call("Query", {
      TableName,
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: "many" } },
    });
  });
  const scanned = await scanRate(dynamodb, durationMs, TableName);
  dynamodb.close();
  return { puts, gets, queryMs, scanned };
}

/** A prime: it leads through all items before one comes again. */
const step = 7_368_787;
