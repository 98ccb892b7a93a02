import assert from "node:assert/strict";
import { test } from "node:test";
import { type AdjustableClock, createManualClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { createSystemRandom } from "../platform/random.ts";
import type { Database } from "../storage/database.ts";
import { openSqlite } from "../storage/sqlite/sqlite.ts";
import { migrationSets } from "./migration-sets.ts";
import { RecurringWork } from "./recurring-work.ts";

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

test("a server that is stopped every night does what is due soon after its start", async () => {
  await using rig = await openRig();
  for (let day = 1; day <= 3; day++) {
    const work = rig.create();
    await work.start();
    rig.clock.advance(12 * hourMs);
    await work.idle();
    await work.stop();
    rig.clock.advance(12 * hourMs);
    assert.equal(rig.runs.length, day);
  }
});

test("what was done a moment ago is not done again because of a start", async () => {
  await using rig = await openRig();
  for (let start = 0; start < 5; start++) {
    const work = rig.create();
    await work.start();
    rig.clock.advance(minuteMs);
    await work.idle();
    await work.stop();
  }
  assert.equal(rig.runs.length, 1);
});

test("goes on at its interval, also after a failure, and is not done by two at a time", async () => {
  await using rig = await openRig();
  const [first, second] = [rig.create(), rig.create()];
  await Promise.all([first.start(), second.start()]);
  rig.failures.push(new Error("the disk is full"));
  for (let hour = 0; hour < 49; hour++) {
    rig.clock.advance(hourMs);
    await Promise.all([first.idle(), second.idle()]);
  }
  await Promise.all([first.stop(), second.stop()]);
  const days = rig.runs.map((ms) => Math.floor((ms - (rig.runs[0] ?? 0)) / dayMs));
  assert.deepEqual(days, [0, 0, 1, 2].slice(0, days.length));
  assert.ok(rig.runs.length >= 3 && rig.runs.length <= 4, `${rig.runs.length} runs`);
});

test("one that a stop cut short counts as not done", async () => {
  await using rig = await openRig();
  const work = rig.create(async (isStopped) => {
    while (!isStopped()) await new Promise(setImmediate);
  });
  await work.start();
  rig.clock.advance(minuteMs);
  await work.stop();
  const again = rig.create();
  await again.start();
  rig.clock.advance(minuteMs);
  await again.stop();
  assert.equal(rig.runs.length, 2);
});

test("a clock that was moved forward in a former run keeps nothing from being done", async () => {
  await using rig = await openRig();
  const ahead = createManualClock(rig.clock.nowMs() + 30 * dayMs);
  const before = rig.create(undefined, ahead);
  await before.start();
  ahead.advance(minuteMs);
  await before.stop();
  const work = rig.create();
  await work.start();
  rig.clock.advance(minuteMs);
  await work.stop();
  assert.equal(rig.runs.length, 2);
});

async function openRig() {
  const clock = createManualClock();
  const storage: Database = await openSqlite({ file: ":memory:", clock });
  await storage.migrate(migrationSets([]));
  const runs: number[] = [];
  const failures: Error[] = [];
  return {
    clock,
    runs,
    failures,
    create: (run?: (isStopped: () => boolean) => Promise<void>, own: AdjustableClock = clock) =>
      new RecurringWork(
        { storage, clock: own, random: createSystemRandom(), log: createLog("silent") },
        {
          name: "sweep",
          everyMs: dayMs,
          failure: "it failed",
          run: async (isStopped) => {
            runs.push(own.nowMs());
            const failure = failures.shift();
            if (failure) throw failure;
            await run?.(isStopped);
          },
        },
      ),
    [Symbol.asyncDispose]: () => storage.close(),
  };
}
