import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { WriteTransaction } from "../database.ts";
import { countItems, itemStatements, key, type OpenDatabase, openRig, putItem } from "./rig.ts";

export function describeGroups(open: OpenDatabase): void {
  describe("writes", () => {
    test("that fail leave nothing, and take none of their commit along", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, number) =>
          partition.write(async (tx) => {
            await tx.run(itemStatements.add, { key: `${number}`, value: number });
            if (number % 3 === 1) throw new Error(`number ${number}`);
            return number;
          }),
        ),
      );
      for (const [number, result] of results.entries()) {
        if (number % 3 !== 1) assert.deepEqual(result, { status: "fulfilled", value: number });
        else assert.equal(result.status === "rejected" && result.reason.message, `number ${number}`);
      }
      const rows = await partition.read((tx) => tx.all(itemStatements.keys, { after: "", limit: 100 }));
      const kept = Array.from({ length: 30 }, (_, number) => number).filter((number) => number % 3 !== 1);
      assert.deepEqual(
        rows.map((row) => Number(row.key)).sort((a, b) => a - b),
        kept,
      );
    });

    test("that fail before anything was written to the partition leave no partition", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const results = await Promise.allSettled([
        partition.write(async (tx) => {
          await tx.nextSequence();
          throw new Error("no");
        }),
        putItem(rig.database, "b", "k"),
        partition.write(async () => {
          throw new Error("no");
        }),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ["rejected", "fulfilled", "rejected"],
      );
      assert.deepEqual(await rig.database.listPartitions("contract.thing", { limit: 10 }), [key("b")]);
      assert.equal(await partition.write((tx) => tx.nextSequence()), 1);
    });

    test("fail with the statement that fails, though it's caught, and nothing else does", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await putItem(rig.database, "a", "taken");
      const caught = async (tx: WriteTransaction) => {
        await tx.run(itemStatements.add, { key: "before", value: 1 });
        await tx.run(itemStatements.add, { key: "taken", value: 1 }).catch(() => {});
      };
      const results = await Promise.allSettled([
        putItem(rig.database, "a", "one"),
        partition.write(caught),
        putItem(rig.database, "a", "two"),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      const rows = await partition.read((tx) => tx.all(itemStatements.keys, { after: "", limit: 10 }));
      assert.deepEqual(
        rows.map((row) => row.key),
        ["one", "taken", "two"],
      );
    });

    test("that change and return at once are taken back too", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      for (const item of ["1", "2"]) await putItem(rig.database, "a", item);
      const taken = await Promise.allSettled([
        putItem(rig.database, "a", "3"),
        partition.write(async (tx) => {
          await tx.get(itemStatements.take, { key: "1" });
          throw new Error("no");
        }),
        partition.write((tx) => tx.get(itemStatements.take, { key: "2" })),
      ]);
      assert.equal(taken[2].status === "fulfilled" && taken[2].value?.key, "2");
      const rows = await partition.read((tx) => tx.all(itemStatements.keys, { after: "", limit: 10 }));
      assert.deepEqual(
        rows.map((row) => row.key),
        ["1", "3"],
      );
    });

    test("number what they do without gaps", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const given: number[] = [];
      await Promise.all(
        Array.from({ length: 60 }, async (_, number) => {
          const numbers = await partition
            .write(async (tx) => {
              const first = await tx.nextSequence();
              const second = await tx.nextSequence();
              if (number % 4 === 0) throw new Error("no");
              return [first, second];
            })
            .catch(() => []);
          given.push(...numbers);
        }),
      );
      assert.deepEqual(
        given.sort((a, b) => a - b),
        Array.from({ length: 90 }, (_, index) => index + 1),
      );
      assert.equal(await partition.write((tx) => tx.nextSequence()), 91);
    });

    test("are serial: none of 150 increments at once is lost", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await Promise.all(
        Array.from({ length: 150 }, () =>
          partition.write(async (tx) => {
            const value = (await tx.get(itemStatements.get, { key: "n" }))?.value ?? 0;
            await tx.run(itemStatements.put, { key: "n", value: value + 1 });
          }),
        ),
      );
      assert.equal((await partition.read((tx) => tx.get(itemStatements.get, { key: "n" })))?.value, 150);
    });

    test("that wait together share commits", async () => {
      await using rig = await openRig(open);
      const before = rig.commits();
      await Promise.all(Array.from({ length: 200 }, (_, number) => putItem(rig.database, "a", `${number}`)));
      const commits = rig.commits() - before;
      assert.ok(commits >= 1 && commits <= 20, `${commits} commits for 200 writes`);
      assert.equal(await countItems(rig.database, "a"), 200);
    });

    test("to many partitions at once all arrive", async () => {
      await using rig = await openRig(open);
      const names = Array.from({ length: 40 }, (_, number) => `p${number}`);
      await Promise.all(names.flatMap((name) => ["1", "2", "3"].map((item) => putItem(rig.database, name, item))));
      for (const name of names) assert.equal(await countItems(rig.database, name), 3);
    });

    test("are unseen until they are committed, by reads that do not wait for them", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await putItem(rig.database, "a", "k", 1);
      const seen = await partition.write(async (tx) => {
        await tx.run(itemStatements.put, { key: "k", value: 2 });
        const outside = await partition.read((read) => read.get(itemStatements.get, { key: "k" }));
        const inside = await tx.get(itemStatements.get, { key: "k" });
        return [outside?.value, inside?.value];
      });
      assert.deepEqual(seen, [1, 2]);
      assert.equal((await partition.read((tx) => tx.get(itemStatements.get, { key: "k" })))?.value, 2);
    });

    test("tell how many rows they changed", async () => {
      await using rig = await openRig(open);
      const changes = await rig.database
        .partition(key("a"))
        .write(async (tx) => [
          await tx.change(itemStatements.add, { key: "k", value: 1 }),
          await tx.change(itemStatements.put, { key: "k", value: 2 }),
          await tx.change(itemStatements.increment, { key: "k" }),
          await tx.change(itemStatements.increment, { key: "other" }),
          await tx.change(itemStatements.remove, { key: "k" }),
          await tx.change(itemStatements.remove, { key: "k" }),
        ]);
      assert.deepEqual(changes, [1, 1, 1, 0, 1, 0]);
    });

    test("and reads are closed when they have ended", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const late = await partition.write(async (tx) => tx);
      await assert.rejects(late.run(itemStatements.put, { key: "k", value: 1 }), /ended/);
      await assert.rejects(late.nextSequence(), /ended/);
      const lateRead = await partition.read(async (tx) => tx);
      await assert.rejects(lateRead.get(itemStatements.get, { key: "k" }), /ended/);
      assert.equal(await countItems(rig.database, "a"), 0);
    });
  });

  describe("a read", () => {
    test("is one snapshot, whatever is committed meanwhile", async () => {
      await using rig = await openRig(open);
      await putItem(rig.database, "a", "1");
      await rig.database.partition(key("a")).read(async (tx) => {
        assert.equal((await tx.get(itemStatements.count, {}))?.count, 1);
        await putItem(rig.database, "a", "2");
        assert.equal((await tx.get(itemStatements.count, {}))?.count, 1);
      });
      assert.equal(await countItems(rig.database, "a"), 2);
    });

    test("passes on what its closure throws, and many at once all end", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await putItem(rig.database, "a", "1");
      const reads = Array.from({ length: 100 }, (_, number) =>
        partition.read(async (tx) => {
          const row = await tx.get(itemStatements.count, {});
          if (number % 2 === 0) throw new Error("even");
          return row?.count;
        }),
      );
      for (const [number, result] of (await Promise.allSettled(reads)).entries()) {
        assert.equal(result.status, number % 2 === 0 ? "rejected" : "fulfilled");
      }
    });
  });
}
