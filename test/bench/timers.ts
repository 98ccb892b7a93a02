import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "../../src/platform/clock.ts";
import type { Database, TimerKind } from "../../src/storage/database.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { type Figure, percentile } from "./figure.ts";

const kind = "bench.timer";
const perWrite = 1_000;
const mebibyte = 1024 * 1024;
/** What is wanted of one that fires on a server that does nothing else, and of what a million that wait take. */
const wantedLatenessMs = 20;
const wantedMemoryMib = 8;

/** Durable timers: how many can be set and fired a second, how late one is, and what a million that wait cost of memory. */
export async function measureTimers(quick: boolean): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "squall-bench-timers-"));
  const database = await openSqlite({ file: join(directory, "bench.db"), clock: createSystemClock() });
  // Timers alone keep no process alive.
  const alive = setInterval(() => {}, 1_000);
  try {
    const lateness = await measureLateness(database, quick ? 20 : 100);
    const [fired, settled] = await measureRates(database, quick ? 5_000 : 20_000);
    const waiting = await measureWaiting(database, quick ? 100_000 : 1_000_000);
    return [...lateness, fired, settled, ...waiting];
  } finally {
    clearInterval(alive);
    await database.close();
    rmSync(directory, { recursive: true });
  }
}

const place = { account: "0", region: "r", kind: "bench.timers" };

async function measureLateness(database: Database, times: number): Promise<Figure[]> {
  const late: number[] = [];
  const plain: number[] = [];
  let fired = Promise.withResolvers<void>();
  const fire: TimerKind["fire"] = async ({ dueMs }) => {
    late.push(Date.now() - dueMs);
    fired.resolve();
  };
  database.timers.start(new Map([[kind, { fire }]]));
  for (let time = 0; time < times; time++) {
    fired = Promise.withResolvers();
    await set(database, "late", [Date.now() + 50]);
    await fired.promise;
    const dueMs = Date.now() + 50;
    await new Promise((resolve) => setTimeout(resolve, 50));
    plain.push(Math.max(1, Date.now() - dueMs));
  }
  await database.timers.stop();
  return [0.5, 0.99].map((share) => ({
    name: `timer, late on an idle server, p${share * 100}`,
    value: percentile(late, share),
    unit: "ms",
    target: wantedLatenessMs,
    baseline: { name: "setTimeout", value: percentile(plain, share) },
  }));
}

/** Of a hundred partitions: removed by the timers' own writes, and settled in a write of the firing. */
async function measureRates(database: Database, count: number): Promise<[Figure, Figure]> {
  const beganMs = performance.now();
  const partitions = 100;
  const setAll = () =>
    Promise.all(
      Array.from({ length: partitions }, (_, index) =>
        set(
          database,
          `rate${index}`,
          Array.from({ length: count / partitions }, () => 0),
        ),
      ),
    );
  await setAll();
  const setPerSecond = (count / (performance.now() - beganMs)) * 1_000;
  const baseline = { name: "set", value: setPerSecond };
  const measure = async (fire: TimerKind["fire"]) => {
    const firingMs = performance.now();
    database.timers.start(new Map([[kind, { fire }]]));
    await database.timers.idle();
    const value = (count / (performance.now() - firingMs)) * 1_000;
    await database.timers.stop();
    return value;
  };
  const fired = await measure(async () => {});
  await setAll();
  const settled = await measure((firing) => database.partition(firing.from).write((tx) => firing.settle(tx)));
  return [
    { name: "timers fired, SQLite", value: fired, unit: "/s", baseline },
    { name: "timers that settle in a write of theirs, SQLite", value: settled, unit: "/s", baseline },
  ];
}

async function measureWaiting(database: Database, count: number): Promise<Figure[]> {
  database.timers.start(new Map([[kind, { fire: async () => {} }]]));
  const before = await usedBytes();
  const beganMs = performance.now();
  const dueMs = Date.now() + 24 * 60 * 60 * 1000;
  for (let written = 0; written < count; written += perWrite) {
    const dues = Array.from({ length: perWrite }, (_, index) => dueMs + written + index);
    await set(database, `waiting${written % 100}`, dues, written);
  }
  const perSecond = (count / (performance.now() - beganMs)) * 1_000;
  const memory = Math.max(0, (await usedBytes()) - before) / mebibyte;
  await database.timers.stop();
  const label = count.toLocaleString("en-US");
  return [
    { name: `timers set, ${perWrite} a write, SQLite`, value: perSecond, unit: "/s" },
    { name: `heap that ${label} waiting timers take`, value: memory, unit: "MiB", target: wantedMemoryMib },
  ];
}

/** What JavaScript holds; SQLite's page cache has its own limit. */
async function usedBytes(): Promise<number> {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return process.memoryUsage().heapUsed;
}

function set(database: Database, name: string, dues: readonly number[], first = 0): Promise<void> {
  return database.partition({ ...place, name }).write(async (tx) => {
    for (const [index, dueMs] of dues.entries()) await tx.setTimer({ kind, key: `${first + index}`, dueMs });
  });
}
