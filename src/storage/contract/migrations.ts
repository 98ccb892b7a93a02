import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Migration } from "../database.ts";
import { sql } from "../statement.ts";
import { key, type OpenDatabase, openRig } from "./rig.ts";

const first: Migration = {
  name: "001-first",
  sql: "CREATE TABLE contract_growing (partition BIGINT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (partition, id))",
};
const second: Migration = {
  name: "002-second",
  sql: "ALTER TABLE contract_growing ADD COLUMN words TEXT NOT NULL DEFAULT 'grown'",
};
const broken: Migration = {
  name: "003-broken",
  sql: "CREATE TABLE contract_half (partition BIGINT NOT NULL PRIMARY KEY); INSERT INTO there_is_no_such_table VALUES (1)",
};

const statements = {
  add: sql<{ id: number }>("INSERT INTO contract_growing (partition, id) VALUES (:partition, :id)"),
  words: sql<Record<never, never>, { words: string }>(
    "SELECT words FROM contract_growing WHERE partition = :partition ORDER BY id",
  ),
};

export function describeMigrations(open: OpenDatabase): void {
  describe("migrations", () => {
    test("run once each, in order, and keep what is there", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await rig.database.migrate([{ name: "growing", migrations: [first] }]);
      await partition.write((tx) => tx.run(statements.add, { id: 1 }));
      await rig.database.migrate([{ name: "growing", migrations: [first, second] }]);
      await rig.database.migrate([{ name: "growing", migrations: [first, second] }]);
      await partition.write((tx) => tx.run(statements.add, { id: 2 }));
      const rows = await partition.read((tx) => tx.all(statements.words, {}));
      assert.deepEqual(
        rows.map(({ words }) => words),
        ["grown", "grown"],
      );
    });

    test("of different sets may have the same name", async () => {
      await using rig = await openRig(open);
      const other = { name: first.name, sql: first.sql.replace("contract_growing", "contract_other") };
      await rig.database.migrate([
        { name: "one", migrations: [first] },
        { name: "other", migrations: [other] },
      ]);
      await rig.database.migrate([{ name: "other", migrations: [other] }]);
    });

    test("that fail say which, leave nothing of themselves, and can be mended", async () => {
      await using rig = await openRig(open);
      const migrations = [first, second, broken];
      await assert.rejects(rig.database.migrate([{ name: "growing", migrations }]), /growing\/003-broken/);
      const mended = { ...broken, sql: broken.sql.split(";")[0] as string };
      await rig.database.migrate([{ name: "growing", migrations: [first, second, mended] }]);
      const partition = rig.database.partition(key("a"));
      await partition.write((tx) => tx.run(statements.add, { id: 1 }));
      assert.equal((await partition.read((tx) => tx.all(statements.words, {}))).length, 1);
    });

    test("are refused where engines differ", async () => {
      await using rig = await openRig(open);
      const sql =
        "CREATE TABLE contract_odd (partition BIGINT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (partition, id))";
      const refused = rig.database.migrate([{ name: "odd", migrations: [{ name: "001", sql }] }]);
      await assert.rejects(refused, (error: Error) => /INTEGER/.test(String(error.cause)));
    });

    test("add tables that a drop and a reset reach too", async () => {
      await using rig = await openRig(open);
      const [a, b] = [rig.database.partition(key("a")), rig.database.partition(key("b"))];
      await rig.database.migrate([{ name: "growing", migrations: [first, second] }]);
      for (const partition of [a, b]) await partition.write((tx) => tx.run(statements.add, { id: 1 }));
      await a.drop();
      assert.equal((await a.read((tx) => tx.all(statements.words, {}))).length, 0);
      assert.equal((await b.read((tx) => tx.all(statements.words, {}))).length, 1);
      await rig.database.reset();
      await b.write((tx) => tx.run(statements.add, { id: 1 }));
      assert.equal((await b.read((tx) => tx.all(statements.words, {}))).length, 1);
    });
  });
}
