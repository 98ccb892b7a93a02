import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { createManualClock } from "../../../platform/clock.ts";
import type { Database } from "../../../storage/database.ts";
import { openPostgres } from "../../../storage/postgres/postgres.ts";
import { startTestServer } from "../../../storage/postgres/test-server.ts";
import { openSqlite } from "../../../storage/sqlite/sqlite.ts";
import { versionStore } from "../versions/version-store.ts";
import { createFamily, type FunctionRecord, type KnownFunction } from "./function.ts";
import { functionMigrations, functionPartition, functionStore } from "./function-store.ts";

const server = await startTestServer();
const engines = new Map<string, () => Promise<Database>>([
  ["SQLite", () => openSqlite({ file: ":memory:", clock: createManualClock() })],
]);
if ("reason" in server)
  test("PostgreSQL", { skip: process.env.SQUALL_TEST_NO_SKIP ? false : server.reason }, () =>
    assert.fail(server.reason),
  );
else {
  after(() => server.stop());
  engines.set("PostgreSQL", async () =>
    openPostgres({ url: await server.database(`functions_${randomUUID().slice(0, 8)}`), clock: createManualClock() }),
  );
}

const at = { account: "000000000000", region: "us-east-1" };

function record(id: string, version: string): FunctionRecord {
  const code = { sha256: "", sizeBytes: 10, unzippedBytes: 10, blob: "" };
  return { ...at, name: "f", id, version, code, revisionId: "1" } as FunctionRecord;
}

for (const [engine, open] of engines) {
  test(`of a function's versions only those are read that have changed (${engine})`, async (context) => {
    const database = await open();
    context.after(() => database.close());
    await database.migrate([{ name: "lambda", migrations: functionMigrations }]);
    const partition = functionPartition(database, at);
    const read = (former?: KnownFunction) => partition.read((tx) => functionStore.findKnown(tx, "f", former));
    const numbers = (known: KnownFunction | undefined) => [...(known?.versions.keys() ?? [])];
    const put = (id: string, lastVersion: number) =>
      partition.write((tx) => functionStore.put(tx, { ...createFamily(record(id, "$LATEST"), {}), lastVersion }));
    assert.equal(await read(), undefined);
    await put("one", 0);
    assert.deepEqual(numbers(await read()), []);
    await put("one", 12);
    await partition.write(async (tx) => {
      for (let version = 1; version <= 12; version += 1) await versionStore.put(tx, record("one", String(version)));
    });
    const first = await read();
    assert.deepEqual(
      numbers(first),
      Array.from({ length: 12 }, (_, index) => String(index + 1)),
    );
    // Nothing has changed: it is the very same.
    assert.equal((await read(first))?.versions, first?.versions);
    await partition.write(async (tx) => {
      await versionStore.remove(tx, "f", "2");
      await versionStore.put(tx, { ...record("one", "3"), revisionId: "2" });
      await versionStore.put(tx, record("one", "13"));
    });
    const second = await read(first);
    assert.deepEqual(numbers(second), ["1", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"]);
    assert.deepEqual(second, await read());
    assert.equal(second?.versions.get("3")?.revisionId, "2");
    assert.equal(second?.versions.get("1"), first?.versions.get("1"));
    assert.equal(first?.versions.size, 12);
    await partition.read(async (tx) => {
      assert.equal(await versionStore.find(tx, "f", "2"), undefined);
      assert.equal((await versionStore.find(tx, "f", "13"))?.version, "13");
      assert.equal((await versionStore.list(tx, "f")).length, 12);
      assert.deepEqual(await functionStore.usage(tx), { functions: 1, reserved: 0, codeBytes: 130 });
      assert.equal(await functionStore.claimed(tx), 0);
    });
    // Another one under the name has nothing of the former's.
    await partition.write((tx) => functionStore.remove(tx, "f"));
    assert.equal(await read(second), undefined);
    await put("two", 1);
    await partition.write((tx) => versionStore.put(tx, record("two", "1")));
    const third = await read(second);
    assert.deepEqual([third?.versions.size, third?.versions.get("1")?.id], [1, "two"]);
  });
}
