import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createSystemClock } from "../../platform/clock.ts";
import type { ReadTransaction, WriteTransaction } from "../database.ts";
import { keyText } from "../partition-key.ts";
import { sql } from "../statement.ts";
import { SqliteConnection } from "./connection.ts";
import { LogSync } from "./log-sync.ts";
import { migrate } from "./migrate.ts";
import { createOutboxTable } from "./outbox-table.ts";
import { PartitionIds } from "./partition-ids.ts";
import { Readers } from "./readers.ts";
import { createSchema } from "./schema.ts";
import { Writer } from "./writer.ts";

const directory = mkdtempSync(join(tmpdir(), "squall-writer-"));
after(() => rmSync(directory, { recursive: true }));

const add = sql<{ body: string }>("INSERT INTO items (partition, body) VALUES (:partition, :body)");

test("a write that waits for something else is ended, and the others go on", async () => {
  await using rig = openWriter("waits");
  const never = new Promise<void>(() => {});
  const results = await Promise.allSettled([
    rig.write((tx) => tx.run(add, { body: "before" })),
    rig.write(async (tx) => {
      await tx.run(add, { body: "waits" });
      await never;
    }),
    rig.write((tx) => tx.run(add, { body: "after" })),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === "rejected" ? result.reason.message : result.status)),
    ["fulfilled", "a write may await nothing but its transaction", "fulfilled"],
  );
  assert.deepEqual(rig.bodies(), ["before", "after"]);
});

test("a write that fills the disk fails alone", async () => {
  await using rig = openWriter("full");
  await rig.write((tx) => tx.run(add, { body: "first" }));
  rig.connection.exec("PRAGMA max_page_count = 100");
  const results = await Promise.allSettled([
    rig.write((tx) => tx.run(add, { body: "before" })),
    rig.write((tx) => tx.run(add, { body: "x".repeat(1_000_000) })),
    rig.write((tx) => tx.run(add, { body: "after" })),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === "rejected" ? result.reason.message : result.status)),
    ["fulfilled", "Service is unable to handle request: its disk is full.", "fulfilled"],
  );
  assert.deepEqual(rig.bodies(), ["first", "before", "after"]);
});

test("a write is told when a sync that began after it has ended, and the next ones are made meanwhile", async () => {
  await using rig = openWriter("synced");
  const syncs = rig.holdSyncs();
  const told: string[] = [];
  const write = (body: string) => rig.write((tx) => tx.run(add, { body })).then(() => told.push(body));
  const first = write("first");
  await eventually(() => syncs.length === 1);
  const second = write("second");
  await eventually(() => rig.bodies().length === 2);
  assert.deepEqual(told, []);
  syncs.shift()?.resolve();
  await first;
  assert.deepEqual(told, ["first"]);
  await eventually(() => syncs.length === 1);
  syncs.shift()?.resolve();
  await second;
  assert.deepEqual(told, ["first", "second"]);
});

test("what was seen is told when it is on the disk: by a read, a refusal, and a write that changes nothing", async () => {
  await using rig = openWriter("seen");
  const count = sql<Record<never, never>, { count: number }>(
    "SELECT count(*) AS count FROM items WHERE partition = :partition",
  );
  await rig.write((tx) => tx.run(add, { body: "before" }));
  const syncs = rig.holdSyncs();
  const told: string[] = [];
  const write = rig.write((tx) => tx.run(add, { body: "seen" }));
  await eventually(() => syncs.length === 1);
  const all = [
    rig.read(async (tx) => told.push(`read ${(await tx.get(count, {}))?.count}`)),
    rig.write((tx) => tx.get(count, {})).then((row) => told.push(`write ${row?.count}`)),
    rig
      .write(async () => {
        throw new Error("refused");
      })
      .catch((error: Error) => told.push(error.message)),
  ];
  const settled: number[] = [];
  for (const [index, one] of all.entries()) void one.then(() => settled.push(index));
  await eventually(() => told.includes("read 2"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([settled, syncs.length], [[], 1]);
  syncs.shift()?.resolve();
  await Promise.all([write, ...all]);
  assert.deepEqual(told.sort(), ["read 2", "refused", "write 2"]);
  assert.equal(syncs.length, 0, "nothing was written, so nothing more was waited for");
});

test("a sync that overtakes another settles what that one was for", async () => {
  await using rig = openWriter("overtakes");
  const syncs = rig.holdSyncs();
  const first = rig.write((tx) => tx.run(add, { body: "first" }));
  await eventually(() => syncs.length === 1);
  // The disk is slow: what comes now has a sync of its own.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = rig.write((tx) => tx.run(add, { body: "second" }));
  await eventually(() => syncs.length === 2);
  syncs[1]?.resolve();
  await Promise.all([first, second]);
  syncs[0]?.resolve();
});

test("once a sync has failed no write is told to be done, whatever the next one says", async () => {
  await using rig = openWriter("fails");
  const syncs = rig.holdSyncs();
  const first = rig.write((tx) => tx.run(add, { body: "first" }));
  await eventually(() => syncs.length === 1);
  syncs.shift()?.reject(new Error("EIO"));
  await assert.rejects(first, /EIO/);
  await assert.rejects(
    rig.write((tx) => tx.run(add, { body: "later" })),
    /EIO/,
  );
  assert.equal(syncs.length, 0);
});

test("effects are delivered when they are on the disk, though an earlier one has the queue read", async () => {
  await using rig = openWriter("effects");
  const emitted: string[] = [];
  rig.hooks.emitted = (source) => emitted.push(source);
  const syncs = rig.holdSyncs();
  const emit = (id: string) => rig.write((tx) => tx.emit({ topic: "t", id, payload: "{}" }));
  const page = async () => (await rig.outbox.page({ source: rig.source, topic: "t" }, 0, 10)).map(({ id }) => id);
  const first = emit("first");
  await eventually(() => syncs.length === 1);
  const second = emit("second");
  await eventually(() => rig.outboxRows() === 2);
  assert.deepEqual([await page(), emitted.length], [[], 0]);
  syncs.shift()?.resolve();
  await first;
  assert.deepEqual([await page(), emitted.length], [["first"], 1]);
  await eventually(() => syncs.length === 1);
  syncs.shift()?.resolve();
  await second;
  assert.deepEqual([await page(), emitted.length], [["first", "second"], 2]);
});

test("a table whose rows belong to no partition is refused", async () => {
  await using rig = openWriter("stray");
  const sql = "CREATE TABLE stray (id BIGINT PRIMARY KEY, partition BIGINT NOT NULL)";
  const migrated = migrate(rig.writer, [{ name: "test", migrations: [{ name: "001", sql }] }]);
  await assert.rejects(migrated, (error: Error) => /stray does not begin with partition/.test(String(error.cause)));
});

function openWriter(name: string) {
  const file = join(directory, name);
  const connection = new SqliteConnection(file, { readOnly: false, synchronous: "normal", cacheKib: 1_024 });
  createSchema(connection);
  connection.exec(
    "CREATE TABLE items (partition BIGINT NOT NULL, id BIGINT, body TEXT NOT NULL, PRIMARY KEY (partition, id))",
  );
  let sync = async (): Promise<void> => {};
  const hooks = { emitted: (_source: string) => {}, timersSet: () => {}, committed: () => {}, full: () => {} };
  const ids = new PartitionIds();
  const writer = new Writer(connection, ids, (position) => new LogSync(() => sync(), position, createSystemClock()), {
    ...hooks,
    emitted: (source) => hooks.emitted(source),
  });
  const readers = new Readers(file, ids, writer.sync);
  const key = { account: "", region: "", kind: "test", name: "one" };
  const source = keyText(key);
  return {
    connection,
    writer,
    hooks,
    source,
    outbox: createOutboxTable(readers, writer),
    outboxRows: () => connection.prepare("SELECT count(*) AS count FROM squall_outbox").get()?.count,
    write: <T>(work: (tx: WriteTransaction) => Promise<T>) => writer.write(key, source, work),
    read: <T>(work: (tx: ReadTransaction) => Promise<T>) => readers.read(key, source, work),
    bodies: () =>
      connection
        .prepare("SELECT body FROM items")
        .all()
        .map(({ body }) => body),
    /** From now on syncs end when they are told to. */
    holdSyncs: () => {
      const syncs: PromiseWithResolvers<void>[] = [];
      sync = () => {
        const held = Promise.withResolvers<void>();
        syncs.push(held);
        return held.promise;
      };
      return syncs;
    },
    [Symbol.asyncDispose]: async () => {
      readers.close();
      await writer.end();
      connection.close();
    },
  };
}

/** Turns of the event loop until it is so. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    assert.ok(turn < 1_000, `in vain: ${isSo}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
