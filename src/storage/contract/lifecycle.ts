import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countItems, effect, itemStatements, key, type OpenDatabase, openRig, putItem } from "./rig.ts";

export function describeLifecycle(open: OpenDatabase, survives: boolean): void {
  describe("a database", () => {
    test("is empty after a reset, and works on", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await putItem(rig.database, "a", "k");
      await partition.write((tx) => tx.nextSequence());
      await rig.database.reset();
      assert.deepEqual(await rig.database.listPartitions("contract.thing", { limit: 10 }), []);
      assert.equal(await countItems(rig.database, "a"), 0);
      assert.equal(await partition.write((tx) => tx.nextSequence()), 1);
      await putItem(rig.database, "a", "k");
      assert.equal(await countItems(rig.database, "a"), 1);
    });

    test("that is closed finishes its writes and takes no more", async () => {
      const rig = await openRig(open);
      const writes = Array.from({ length: 20 }, (_, number) => putItem(rig.database, "a", `${number}`));
      await rig.database.close();
      await Promise.all(writes);
      await assert.rejects(putItem(rig.database, "a", "late"), /closed/);
      await assert.rejects(countItems(rig.database, "a"), /closed/);
    });

    // One that is meant to pass away has nothing to be opened again.
    if (!survives) return;

    test("keeps everything when it is opened again", async () => {
      const { name } = await useOnce(async (rig) => {
        await rig.database.partition(key("a")).write(async (tx) => {
          await tx.run(itemStatements.add, { key: "k", value: await tx.nextSequence() });
          await tx.emit(effect("t", "1"));
        });
      });
      await using again = await openRig(open, name);
      const partition = again.database.partition(key("a"));
      assert.equal((await partition.read((tx) => tx.get(itemStatements.get, { key: "k" })))?.value, 1);
      assert.equal(await partition.write((tx) => tx.nextSequence()), 2);
      assert.deepEqual(await again.database.listPartitions("contract.thing", { limit: 10 }), [key("a")]);
    });

    test("delivers after a restart what it had not", async () => {
      const { name } = await useOnce(async (rig) => {
        await rig.database.outbox.start(async ({ payload }) => {
          if (payload === "2") throw new Error("the receiver is down");
        });
        for (const payload of ["1", "2", "3"]) {
          await rig.database.partition(key("a")).write((tx) => tx.emit(effect("t", payload)));
        }
        await rig.database.outbox.idle();
      });
      await using again = await openRig(open, name);
      await again.database.partition(key("a")).write((tx) => tx.emit(effect("t", "4")));
      const received: string[] = [];
      await again.database.outbox.start(async ({ payload }) => {
        received.push(payload);
      });
      await again.database.outbox.idle();
      assert.deepEqual(received, ["2", "3", "4"]);
    });

    async function useOnce(
      work: (rig: Awaited<ReturnType<typeof openRig>>) => Promise<void>,
    ): Promise<{ name: string }> {
      await using rig = await openRig(open);
      await work(rig);
      return { name: rig.name };
    }
  });
}
