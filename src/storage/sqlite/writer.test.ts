import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { WriteTransaction } from "../database.ts";
import { keyText } from "../partition-key.ts";
import { sql } from "../statement.ts";
import { SqliteConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { PartitionIds } from "./partition-ids.ts";
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

test("a commit is on the disk before it is acknowledged", async () => {
  await using rig = openWriter("synced");
  // 2 is FULL.
  assert.equal(rig.connection.prepare("PRAGMA synchronous").get()?.synchronous, 2);
  assert.equal(rig.connection.prepare("PRAGMA journal_mode").get()?.journal_mode, "wal");
});

test("a table whose rows belong to no partition is refused", async () => {
  await using rig = openWriter("stray");
  const sql = "CREATE TABLE stray (id BIGINT PRIMARY KEY, partition BIGINT NOT NULL)";
  const migrated = migrate(rig.writer, [{ name: "test", migrations: [{ name: "001", sql }] }]);
  await assert.rejects(migrated, (error: Error) => /stray does not begin with partition/.test(String(error.cause)));
});

function openWriter(name: string) {
  const connection = new SqliteConnection(join(directory, name), { readOnly: false, durable: true, cacheKib: 1_024 });
  createSchema(connection);
  connection.exec(
    "CREATE TABLE items (partition BIGINT NOT NULL, id BIGINT, body TEXT NOT NULL, PRIMARY KEY (partition, id))",
  );
  const writer = new Writer(connection, new PartitionIds(), {
    emitted: () => {},
    timersSet: () => {},
    committed: () => {},
    full: () => {},
  });
  const key = { account: "", region: "", kind: "test", name: "one" };
  return {
    connection,
    writer,
    write: <T>(work: (tx: WriteTransaction) => Promise<T>) => writer.write(key, keyText(key), work),
    bodies: () =>
      connection
        .prepare("SELECT body FROM items")
        .all()
        .map(({ body }) => body),
    [Symbol.asyncDispose]: () => writer.close(),
  };
}
