import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../../platform/clock.ts";
import { Pool } from "./pool.ts";
import type { FunctionProcess } from "./process.ts";

/** A pool of two whose processes boot, and whose timers ring, when the test says so. */
function openPool() {
  const timers: (() => void)[] = [];
  const afterMachine = (_delayMs: number, callback: () => void) => {
    timers.push(callback);
    return { cancel: () => {} };
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
  const pool = new Pool(2, { afterMachine } as unknown as Clock, start);
  const refill = async () => {
    pool.refill();
    for (const callback of timers.splice(0)) callback();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { pool, living, refill };
}

test("as many processes wait as its size says, however fast they are taken", async () => {
  const { pool, living, refill } = openPool();
  await pool.fill();
  const taken = new Set<FunctionProcess>();
  const waiting = () => [...living].filter((process) => !taken.has(process)).length;
  assert.equal(waiting(), 2);
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 4; count++) taken.add(await pool.take());
    await refill();
    assert.equal(waiting(), 2);
  }
  await pool.close();
  assert.equal(waiting(), 0);
});
