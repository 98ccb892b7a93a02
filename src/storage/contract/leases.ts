import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countItems, itemStatements, key, type OpenDatabase, openRig } from "./rig.ts";

export function describeLeases(open: OpenDatabase): void {
  describe("leases", () => {
    test("have one owner at a time, until they are released", async () => {
      await using rig = await openRig(open);
      const { leases } = rig.database;
      const first = await leases.acquire("poller", "one", 10_000);
      assert.equal(first?.name, "poller");
      assert.equal(await leases.acquire("poller", "two", 10_000), undefined);
      assert.ok(await leases.acquire("other", "two", 10_000));
      await first.release();
      const second = await leases.acquire("poller", "two", 10_000);
      assert.ok(second && second.epoch > first.epoch);
      assert.equal(await first.renew(), false);
      await first.release();
      assert.equal(await leases.acquire("poller", "three", 10_000), undefined);
    });

    test("can be taken once their time is over, unless they were renewed", async () => {
      await using rig = await openRig(open);
      const { leases } = rig.database;
      const first = await leases.acquire("poller", "one", 10_000);
      assert.ok(first);
      rig.clock.advance(9_999);
      assert.equal(await leases.acquire("poller", "two", 10_000), undefined);
      assert.equal(await first.renew(), true);
      rig.clock.advance(9_999);
      assert.equal(await leases.acquire("poller", "two", 10_000), undefined);
      rig.clock.advance(1);
      const second = await leases.acquire("poller", "two", 10_000);
      assert.ok(second && second.epoch > first.epoch);
      assert.equal(await first.renew(), false);
      assert.equal(await second.renew(), true);
    });

    test("taken again by their owner fence off what it did before", async () => {
      await using rig = await openRig(open);
      const before = await rig.database.leases.acquire("poller", "one", 10_000);
      const after = await rig.database.leases.acquire("poller", "one", 10_000);
      assert.ok(before && after && after.epoch > before.epoch);
      assert.equal(await before.renew(), false);
    });

    test("of two who ask at once go to one", async () => {
      await using rig = await openRig(open);
      const asked = Array.from({ length: 10 }, (_, number) =>
        rig.database.leases.acquire("poller", `${number}`, 1_000),
      );
      assert.equal((await Promise.all(asked)).filter((lease) => lease !== undefined).length, 1);
    });

    test("let a checkpoint move only while they last", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const first = await rig.database.leases.acquire("poller", "one", 10_000);
      assert.ok(first);
      const move = (item: string) =>
        partition.write(async (tx) => {
          await tx.run(itemStatements.put, { key: item, value: 1 });
          await first.check(tx);
        });
      await move("held");
      rig.clock.advance(10_000);
      await move("over, but nobody else's");
      await rig.database.leases.acquire("poller", "two", 10_000);
      await assert.rejects(move("lost"), { name: "LeaseLostError" });
      assert.equal(await countItems(rig.database, "a"), 2);
      const second = await rig.database.leases.acquire("poller", "two", 10_000);
      await second?.release();
      await assert.rejects(
        partition.write((tx) => second?.check(tx) as Promise<void>),
        { name: "LeaseLostError" },
      );
    });
  });
}
