import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import type { OwnedLease, ShardedWork } from "../../cluster/cluster.ts";
import { OwnedRunners, type Runnable, type Runner } from "./owned-runners.ts";

const at = { account: "000000000000", region: "us-east-1" };
const lease: OwnedLease = { name: "shard", epoch: 1, isHeld: () => true, check: async () => {} };

test("a shard that ends while its runner is being made ends the runner, which is never started", async (context) => {
  for (const why of ["handed-on", "lost"] as const) {
    const { work, told, runners, made, asked } = await openRig(context);
    runners.changed(at, "row");
    await asked;
    const ended = work().end(7, lease, why);
    made();
    await ended;
    await new Promise(setImmediate);
    assert.deepEqual(told, [why === "lost" ? "lost" : "stopped"]);
    await runners.stop();
  }
});

test("a row that cannot be read leaves its runner running, which the stop ends", async (context) => {
  const { told, runners, made, asked, failReads } = await openRig(context);
  made();
  runners.changed(at, "row");
  await asked;
  await new Promise(setImmediate);
  failReads();
  runners.changed(at, "row");
  await new Promise(setImmediate);
  await runners.stop();
  assert.deepEqual(told, ["started", "stopped"]);
});

async function openRig(context: TestContext) {
  const { host } = (await openServiceTest(context, [])).table;
  let sharded: ShardedWork | undefined;
  let isReadable = true;
  const told: string[] = [];
  const making = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const runner: Runner = {
    start: () => told.push("started"),
    stop: async () => void told.push("stopped"),
    lose: () => told.push("lost"),
  };
  const ownership = {
    ...host.ownership,
    divide: (_kind: string, work: ShardedWork) => {
      sharded = work;
      return {
        of: () => 7,
        lease: () => lease,
        owner: () => undefined,
        wake: (key: string) => work.woken?.(key),
        close: async () => {},
      };
    },
  };
  const runners = new OwnedRunners<Runnable>(
    { ...host, ownership },
    {
      kind: "test.rows",
      idOf: () => "row",
      find: async () => {
        if (!isReadable) throw new Error("the row cannot be read");
        return { ...at, revision: "1" };
      },
      list: async () => [],
      isToRun: () => true,
      make: async () => {
        asked.resolve();
        await making.promise;
        return runner;
      },
    },
  );
  runners.start();
  const work = () => sharded ?? assert.fail("it has not begun");
  return { runners, work, told, made: making.resolve, asked: asked.promise, failReads: () => (isReadable = false) };
}
