import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createManualClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { TimerLane } from "./timer-lane.ts";
import type { TimerRow, TimerTable } from "./timer-table.ts";

test("a timer that ends while a page is read that still shows it does not fire again", async () => {
  const rows = new Map(Array.from({ length: 6 }, (_, index) => [index, rowOf(index)]));
  const table: Partial<TimerTable> = {
    // What a statement sees is decided when it begins; its answer comes after that of a removal which began later.
    due: async (_shard, _kind, _nowMs, limit) => {
      const page = [...rows.values()].slice(0, limit);
      for (let turn = 0; turn < 10; turn++) await setImmediate();
      return page;
    },
    nextDue: async () => undefined,
    remove: async (done) => {
      for (const { version } of done) rows.delete(version);
    },
  };
  const fired: string[] = [];
  const quiet = Promise.withResolvers<void>();
  const lane: TimerLane = new TimerLane(
    {
      table: table as TimerTable,
      clock: createManualClock(),
      log: createLog("silent"),
      aheadMs: () => 0,
      isHeld: () => true,
      quiet: () => {
        if (lane.isQuiet && rows.size === 0) quiet.resolve();
      },
    },
    0,
    "t",
    { atOnce: 2, fire: async ({ key }) => void fired.push(key) },
  );
  lane.wake(0);
  await quiet.promise;
  assert.deepEqual(fired, ["0", "1", "2", "3", "4", "5"]);
});

function rowOf(version: number): TimerRow {
  const at = { source: "\n\ncontract.thing\na", partition: 1, kind: "t" };
  return { ...at, key: `${version}`, payload: "", version, failures: 0, setForMs: 0 };
}
