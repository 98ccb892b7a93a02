import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import type { PartitionKey } from "../database.ts";
import { eachPartition } from "../each-partition.ts";
import { countAll, countItems, itemStatements, key, type OpenDatabase, openRig, putItem } from "./rig.ts";

export function describePartitions(open: OpenDatabase): void {
  describe("partitions", () => {
    test("see their own rows and no others", async () => {
      await using rig = await openRig(open);
      const [a, b] = [rig.database.partition(key("a")), rig.database.partition(key("b"))];
      await a.write((tx) => tx.run(itemStatements.add, { key: "k", value: 1 }));
      await b.write((tx) => tx.run(itemStatements.add, { key: "k", value: 2 }));
      await b.write((tx) => tx.run(itemStatements.remove, { key: "k" }));
      assert.equal((await a.read((tx) => tx.get(itemStatements.get, { key: "k" })))?.value, 1);
      assert.equal(await b.read((tx) => tx.get(itemStatements.get, { key: "k" })), undefined);
    });

    test("differ by each part of their key", async () => {
      await using rig = await openRig(open);
      const keys: PartitionKey[] = [
        { account: "1", region: "", kind: "k", name: "" },
        { account: "", region: "1", kind: "k", name: "" },
        { account: "", region: "", kind: "k", name: "1" },
        { account: "", region: "", kind: "k1", name: "" },
        { account: "", region: "", kind: "k", name: 'quote"\\[,]é' },
      ];
      for (const [value, each] of keys.entries()) {
        await rig.database.partition(each).write((tx) => tx.run(itemStatements.add, { key: "k", value }));
      }
      for (const [value, each] of keys.entries()) {
        const row = await rig.database.partition(each).read((tx) => tx.get(itemStatements.get, { key: "k" }));
        assert.equal(row?.value, value);
      }
    });

    test("can be read before they are written to, which makes none", async () => {
      await using rig = await openRig(open);
      assert.equal(await countItems(rig.database, "none"), 0);
      assert.deepEqual(await rig.database.listPartitions("contract.thing", { limit: 10 }), []);
    });

    test("are listed by kind, in key order and in pages", async () => {
      await using rig = await openRig(open);
      const keys: PartitionKey[] = [];
      for (const account of ["1", "2"]) {
        for (const region of ["eu", "us"]) {
          for (const name of ["B", "a", "é"]) keys.push({ account, region, kind: "contract.list", name });
        }
      }
      for (const each of [...keys].reverse()) await rig.database.partition(each).write(async () => {});
      await rig.database.partition(key("other")).write(async () => {});
      const listed: PartitionKey[] = [];
      for (;;) {
        const page = await rig.database.listPartitions("contract.list", { after: listed.at(-1), limit: 5 });
        listed.push(...page);
        if (page.length < 5) break;
      }
      assert.deepEqual(listed, keys);
    });

    test("are all given when all are asked for, however many there are", async () => {
      await using rig = await openRig(open);
      const names = Array.from({ length: 1_234 }, (_, index) => `p${String(index).padStart(5, "0")}`);
      await Promise.all(names.map((name) => rig.database.partition(key(name)).write(async () => {})));
      const listed: string[] = [];
      for await (const { name } of eachPartition(rig.database, "contract.thing")) listed.push(name);
      assert.deepEqual(listed, names);
      const rest: PartitionKey[] = [];
      for await (const each of eachPartition(rig.database, "contract.thing", key("p01000"))) rest.push(each);
      assert.deepEqual(
        rest,
        names.slice(1_001).map((name) => key(name)),
      );
    });

    test("that go while all are gone through make none of the others missing", async () => {
      await using rig = await openRig(open);
      const names = Array.from({ length: 450 }, (_, index) => `p${String(index).padStart(5, "0")}`);
      await Promise.all(names.map((name) => rig.database.partition(key(name)).write(async () => {})));
      const seen: string[] = [];
      for await (const each of eachPartition(rig.database, "contract.thing")) {
        seen.push(each.name);
        await rig.database.partition(each).drop();
      }
      assert.deepEqual(seen, names);
    });

    test("when dropped take every row along, and begin anew", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await putItem(rig.database, "a", "k");
      await putItem(rig.database, "b", "k");
      await partition.write((tx) => tx.nextSequence());
      await partition.drop();
      assert.deepEqual(await rig.database.listPartitions("contract.thing", { limit: 10 }), [key("b")]);
      assert.equal(await countItems(rig.database, "a"), 0);
      assert.equal(await countItems(rig.database, "b"), 1);
      assert.equal(await partition.write((tx) => tx.nextSequence()), 1);
      await putItem(rig.database, "a", "again");
      assert.equal(await countItems(rig.database, "a"), 1);
    });

    test("when dropped hold nobody up, however many rows they have, which are gone in the end", async () => {
      const name = `t_${randomUUID().replaceAll("-", "")}`;
      await using rig = await openRig(open, name);
      const partition = rig.database.partition(key("large"));
      for (let start = 0; start < 20_000; start += 2_000) {
        await partition.write(async (tx) => {
          for (let row = start; row < start + 2_000; row++) {
            await tx.run(itemStatements.add, { key: `key-${row}-${"x".repeat(100)}`, value: row });
          }
        });
      }
      await putItem(rig.database, "other", "0");
      await partition.drop();
      assert.equal(await countItems(rig.database, "large"), 0);
      // Nobody has waited for them: deleted in one piece they take some 100 ms.
      assert.ok((await countAll(rig.database, "other")) > 10_000);
      await putItem(rig.database, "large", "again");
      const counts = new Set<number>();
      for (let count = Infinity; count > 2; counts.add(count)) {
        await new Promise((resolve) => setImmediate(resolve));
        count = await countAll(rig.database, "other");
      }
      assert.equal(Math.min(...counts), 2);
      assert.ok(counts.size > 3, "they went at once");
      assert.equal(await countItems(rig.database, "large"), 1);
    });

    test("may be dropped without having been, and while they are written to", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await partition.drop();
      await Promise.all([putItem(rig.database, "a", "1"), partition.drop(), putItem(rig.database, "a", "2")]);
      assert.deepEqual(await rig.database.listPartitions("contract.thing", { limit: 10 }), [key("a")]);
      assert.equal(await countItems(rig.database, "a"), 1);
    });
  });
}
