import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../../platform/clock.ts";
import { Pool } from "./pool.ts";
import type { FunctionProcess } from "./process.ts";

/** A pool of two whose processes boot, and whose timers ring, when the test says so. */
function openPool() {
  const timers: { delayMs: number; callback: () => void; isCancelled: boolean }[] = [];
  const afterMachine = (delayMs: number, callback: () => void) => {
    const timer = { delayMs, callback, isCancelled: false };
    timers.push(timer);
    const cancel = () => {
      timer.isCancelled = true;
    };
    return { cancel };
  };
  const living = new Set<FunctionProcess>();
  const start = async () => {
    const ended = Promise.withResolvers<void>();
    const kill = async () => {
      living.delete(process);
      ended.resolve();
    };
    const process = { ended: ended.promise, kill, warm: Promise.resolve() } as unknown as FunctionProcess;
    living.add(process);
    return process;
  };
  const ring = (least: number, most: number) => {
    for (const timer of timers.splice(0)) {
      if (!timer.isCancelled && timer.delayMs >= least && timer.delayMs <= most) timer.callback();
      else timers.push(timer);
    }
  };
  const pool = new Pool(2, { afterMachine } as unknown as Clock, start);
  const refill = async () => {
    pool.refill();
    ring(0, 1_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { pool, living, refill, rest: () => ring(1_001, 60_000) };
}

test("more processes wait while they are taken faster than they boot, and no more than usual afterwards", async () => {
  const { pool, living, refill, rest } = openPool();
  await pool.fill();
  assert.equal(living.size, 2);
  const taken = new Set<FunctionProcess>();
  const waiting = () => [...living].filter((process) => !taken.has(process)).length;
  taken.add(await pool.take());
  await refill();
  assert.equal(waiting(), 2, "one of two was left");
  for (let count = 0; count < 2; count++) taken.add(await pool.take());
  await refill();
  assert.equal(waiting(), 3);
  for (let round = 0; round < 5; round++) {
    for (let count = 0; count < 4; count++) taken.add(await pool.take());
    await refill();
  }
  assert.equal(waiting(), 4, "twice as many at the most");
  rest();
  assert.equal(waiting(), 2);
  await pool.close();
  assert.equal(waiting(), 0);
});
