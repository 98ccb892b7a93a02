import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createSystemClock } from "../../platform/clock.ts";
import type { Database } from "../database.ts";
import { sql } from "../statement.ts";
import { openSqlite } from "./sqlite.ts";

const directory = mkdtempSync(join(tmpdir(), "squall-room-"));
after(() => rmSync(directory, { recursive: true }));
const mib = 1024 * 1024;

test("what is held back is in the database's own files, and stays there when it is closed", async () => {
  const file = join(directory, "kept");
  const sizes = () => [file, `${file}-wal`].map((path) => statSync(path).blocks * 512);
  const database = await open(file);
  assert.equal(await database.reserve?.fill(4 * mib), true);
  const [, logBytes = 0] = sizes();
  assert.ok(logBytes >= 3 * mib, `${logBytes} bytes of log`);
  await database.close();
  const closed = sizes();
  assert.ok((closed[0] ?? 0) >= mib && (closed[1] ?? 0) >= 3 * mib, `${closed}`);
  const again = await open(file);
  assert.equal(await again.reserve?.fill(4 * mib), true);
  await again.close();
  assert.deepEqual(sizes()[1], closed[1]);
});

test("a write of more than was free, and more than the log, has its room made", async () => {
  const file = join(directory, "large");
  const database = await open(file);
  assert.equal(await database.reserve?.fill(mib), true);
  const body = "x".repeat(20 * mib);
  await Promise.all([write(database, "small"), write(database, body), write(database, "small too")]);
  await database.close();
  const again = await open(file);
  const found = await partition(again).read((tx) => tx.all(lengths, {}));
  assert.deepEqual(found.map(({ length }) => length).sort(), [20 * mib, 5, 9].sort());
  await again.close();
});

test("a write of more than room is made for at a time, which takes long, is not taken for a full disk", async () => {
  const database = await open(join(directory, "long-write"));
  assert.equal(await database.reserve?.fill(mib), true);
  const row = "x".repeat(mib);
  const rows = 120;
  await partition(database).write(async (tx) => {
    for (let index = 0; index < rows; index++) {
      await tx.run(add, { id: ids.pop() ?? "", body: row });
      // As long as a machine that is busy takes for it.
      if (index === rows - 1) for (const endMs = performance.now() + 1_500; performance.now() < endMs; );
    }
  });
  assert.equal((await partition(database).read((tx) => tx.all(lengths, {}))).length, rows);
  await database.close();
});

test("the log does not grow with what is written", async () => {
  const file = join(directory, "long");
  const database = await open(file);
  for (let round = 0; round < 60; round++) {
    await Promise.all(Array.from({ length: 16 }, () => write(database, "x".repeat(64 * 1024))));
  }
  const { size } = statSync(`${file}-wal`);
  assert.ok(statSync(file).size >= 32 * mib, "most is in the database");
  assert.ok(size < 48 * mib, `the log has ${size} bytes after 60 MiB`);
  await database.close();
});

async function open(file: string): Promise<Database> {
  const database = await openSqlite({ file, clock: createSystemClock() });
  await database.migrate([
    {
      name: "test",
      migrations: [
        {
          name: "001",
          sql: "CREATE TABLE room_items (partition BIGINT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, id))",
        },
      ],
    },
  ]);
  return database;
}

const ids = Array.from({ length: 2_000 }, (_, index) => String(index));

function write(database: Database, body: string): Promise<void> {
  const id = ids.pop() ?? "";
  return partition(database).write((tx) => tx.run(add, { id, body }));
}

const partition = (database: Database) => database.partition({ account: "", region: "", kind: "test", name: "one" });
const add = sql<{ id: string; body: string }>(
  "INSERT INTO room_items (partition, id, body) VALUES (:partition, :id, :body)",
);
const lengths = sql<Record<never, never>, { length: number }>(
  "SELECT length(body) AS length FROM room_items WHERE partition = :partition",
);
