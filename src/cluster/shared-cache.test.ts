import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { createManualClock } from "../platform/clock.ts";
import type { Database, PartitionKey } from "../storage/database.ts";
import { openSqlite } from "../storage/sqlite/sqlite.ts";
import { sql } from "../storage/statement.ts";
import type { SharedCache } from "./cluster.ts";
import { createSingleNode } from "./single-node.ts";

const migrations = [
  {
    name: "shelves",
    sql: `
      CREATE TABLE shelves (partition BIGINT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (partition, name));
      CREATE TABLE visits (partition BIGINT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (partition, id));`,
  },
];
const put = sql<{ name: string; title: string }>(
  `INSERT INTO shelves (partition, name, title) VALUES (:partition, :name, :title)
   ON CONFLICT (partition, name) DO UPDATE SET title = excluded.title`,
);
const renameAll = sql<{ title: string }>("UPDATE shelves SET title = :title WHERE partition = :partition");
const visit = sql<{ id: string }>("INSERT INTO visits (partition, id) VALUES (:partition, :id)");
const get = sql<{ name: string }, { title: string }>(
  "SELECT title FROM shelves WHERE partition = :partition AND name = :name",
);
const library: PartitionKey = { account: "1", region: "r", kind: "test.library", name: "" };

interface Rig {
  readonly storage: Database;
  readonly cache: SharedCache<string, string | undefined>;
  readonly loads: string[];
  /** Until it is fulfilled, a load that has read does not end. */
  hold: Promise<void> | undefined;
}

async function open(context: TestContext, most = 100): Promise<Rig> {
  const clock = createManualClock();
  const database = await openSqlite({ file: ":memory:", clock });
  context.after(() => database.close());
  await database.migrate([{ name: "test", migrations }]);
  const { storage, caches } = createSingleNode(database, clock);
  const rig: Rig = {
    storage,
    loads: [],
    hold: undefined,
    cache: caches.create<string, string | undefined>({
      most,
      kind: library.kind,
      tables: { shelves: "name" },
      textOf: (name) => name,
      partitionOf: () => library,
      rowOf: (name) => name,
      load: async (name) => {
        rig.loads.push(name);
        const row = await storage.partition(library).read((tx) => tx.get(get, { name }));
        await rig.hold;
        return row?.title;
      },
    }),
  };
  return rig;
}

const write = ({ storage }: Rig, name: string, title: string) =>
  storage.partition(library).write((tx) => tx.run(put, { name, title }));

test("a value is loaded once and then held, and one that is not there is remembered, too", async (context) => {
  const rig = await open(context);
  await write(rig, "a", "one");
  assert.equal(rig.cache.peek("a"), undefined);
  assert.deepEqual(await Promise.all([rig.cache.get("a"), rig.cache.get("a"), rig.cache.get("b")]), [
    "one",
    "one",
    undefined,
  ]);
  assert.equal(rig.cache.peek("a"), "one");
  assert.equal(await rig.cache.get("b"), undefined);
  assert.deepEqual(rig.loads, ["a", "b"]);
});

test("a write changes its own row's value, with nobody telling the cache", async (context) => {
  const rig = await open(context);
  await write(rig, "a", "one");
  await write(rig, "b", "one");
  await rig.cache.get("a");
  await rig.cache.get("b");
  await write(rig, "a", "two");
  assert.equal(rig.cache.peek("a"), undefined);
  assert.equal(rig.cache.peek("b"), "one", "another row was forgotten");
  assert.equal(await rig.cache.get("a"), "two");
});

test("a statement that names no row changes all of its partition, and a partition that is dropped, too", async (context) => {
  const rig = await open(context);
  for (const name of ["a", "b"]) await write(rig, name, "one");
  for (const name of ["a", "b"]) await rig.cache.get(name);
  await rig.storage.partition({ ...library, account: "2" }).write((tx) => tx.run(renameAll, { title: "elsewhere" }));
  assert.equal(rig.cache.peek("a"), "one");
  await rig.storage.partition(library).write((tx) => tx.run(renameAll, { title: "all" }));
  assert.deepEqual([await rig.cache.get("a"), await rig.cache.get("b")], ["all", "all"]);
  await rig.storage.partition(library).drop();
  assert.deepEqual([await rig.cache.get("a"), await rig.cache.get("b")], [undefined, undefined]);
});

test("writes to other tables of the partition, and those that fail before they write, change nothing", async (context) => {
  const rig = await open(context);
  await write(rig, "a", "one");
  await rig.cache.get("a");
  await rig.storage.partition(library).write((tx) => tx.run(visit, { id: "1" }));
  await assert.rejects(rig.storage.partition(library).write(() => Promise.reject(new Error("no"))));
  assert.equal(rig.cache.peek("a"), "one");
});

test("a load under way when the row changes is not kept, and who asks afterwards does not get it", async (context) => {
  const rig = await open(context);
  await write(rig, "a", "old");
  const held = Promise.withResolvers<void>();
  rig.hold = held.promise;
  const early = rig.cache.get("a");
  while (rig.loads.length < 1) await undefined;
  await write(rig, "a", "new");
  rig.hold = undefined;
  assert.equal(await rig.cache.get("a"), "new");
  held.resolve();
  assert.equal(await early, "old", "it had asked before the change");
  assert.equal(rig.cache.peek("a"), "new");
});

test("no more values are kept than there may be", async (context) => {
  const rig = await open(context, 3);
  for (const name of ["a", "b", "c", "d"]) await write(rig, name, name);
  for (const name of ["a", "b", "c", "d"]) await rig.cache.get(name);
  assert.deepEqual(
    ["a", "b", "c", "d"].map((name) => rig.cache.peek(name)),
    [undefined, "b", "c", "d"],
  );
  await write(rig, "a", "again");
  assert.equal(await rig.cache.get("a"), "again");
});

test("a reset empties the caches", async (context) => {
  const rig = await open(context);
  await write(rig, "a", "one");
  await rig.cache.get("a");
  await rig.storage.reset();
  assert.equal(await rig.cache.get("a"), undefined);
});
