import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../../platform/clock.ts";
import type { Database } from "../../storage/database.ts";
import { openSqlite } from "../../storage/sqlite/sqlite.ts";
import { billedUsageType, type PricedHour, priceUsage } from "./prices.ts";
import { readUsage, recordUsage, type UsageHour, type UsageRecord, usageMigrations } from "./usage.ts";

const account = "000000000000";
const hourMs = 3_600_000;
const november = Date.UTC(2026, 10);

const request: UsageRecord = {
  service: "AWS Lambda",
  usageType: "Request",
  operation: "Invoke",
  region: "us-east-1",
  resource: "arn:aws:lambda:us-east-1:000000000000:function:a",
  tags: { team: "x", app: "y" },
  atMs: november + 5 * hourMs + 1,
  quantity: 3,
};

test("quantities of one hour and key add up, whatever the order of tags; others are their own", async () => {
  await using ledger = await open();
  await recordUsage(ledger.storage, account, [request, { ...request, tags: { app: "y", team: "x" }, quantity: 4 }]);
  await recordUsage(ledger.storage, account, [request, { ...request, tags: {}, quantity: 1 }]);
  const hours = await ledger.read(november, november + 24 * hourMs);
  assert.deepEqual(
    hours.map(({ hourMs: at, tags, quantity }) => [at - november, tags, quantity]),
    [
      [5 * hourMs, { app: "y", team: "x" }, 10],
      [5 * hourMs, {}, 1],
    ],
  );
});

test("hours are read by range, over months, oldest first", async () => {
  await using ledger = await open();
  const at = [Date.UTC(2026, 11, 1), Date.UTC(2026, 9, 31, 23), Date.UTC(2026, 10, 20)];
  await recordUsage(
    ledger.storage,
    account,
    at.map((atMs) => ({ ...request, atMs })),
  );
  const times = async (fromMs: number, toMs: number) =>
    (await ledger.read(fromMs, toMs)).map(({ hourMs: time }) => time);
  assert.deepEqual(await times(Date.UTC(2026, 0), Date.UTC(2027, 0)), [...at].sort());
  assert.deepEqual(await times(november, Date.UTC(2026, 11)), [Date.UTC(2026, 10, 20)]);
  assert.deepEqual(await times(Date.UTC(2026, 11, 2), Date.UTC(2027, 0)), []);
});

test("nothing used is nothing written", async () => {
  await using ledger = await open();
  await recordUsage(ledger.storage, account, [{ ...request, quantity: 0 }]);
  assert.deepEqual(await ledger.read(november, november + 24 * hourMs), []);
});

test("a million requests cost 20 cents, a GB-second of x86 and arm its price", async () => {
  const [requests, x86, arm] = await price([
    { ...hour(0), usageType: "Request", quantity: 1e6 },
    { ...hour(0), usageType: "Lambda-GB-Second", quantity: 1e6 },
    { ...hour(0), usageType: "Lambda-GB-Second-ARM", quantity: 1e6 },
  ]);
  assert.deepEqual([round(requests?.cost), round(x86?.cost), round(arm?.cost)], [0.2, 16.6667, 13.3334]);
});

test("tiers go by the month's sum for each region", async () => {
  const quantity = 5e9;
  const [first, second, elsewhere] = await price([
    { ...hour(0), usageType: "Lambda-GB-Second", quantity },
    { ...hour(1), usageType: "Lambda-GB-Second", quantity },
    { ...hour(2), usageType: "Lambda-GB-Second", quantity, region: "eu-west-1" },
  ]);
  assert.equal(round(first?.cost), round(5e9 * 0.0000166667));
  assert.equal(round(second?.cost), round(1e9 * 0.0000166667 + 4e9 * 0.000015));
  assert.equal(round(elsewhere?.cost), round(first?.cost));
});

test("the free tier pays the month's first million requests and 400,000 GB-seconds, x86 and arm together", async () => {
  const priced = await price([
    { ...hour(0), usageType: "Request", quantity: 600_000 },
    { ...hour(0), usageType: "Lambda-GB-Second", quantity: 300_000 },
    { ...hour(1), usageType: "Lambda-GB-Second-ARM", quantity: 300_000 },
    { ...hour(1), usageType: "Request-ARM", quantity: 600_000 },
    { ...hour(24 * 30), usageType: "Request", quantity: 5 },
  ]);
  const paid = priced.map(({ cost, freeCost }) => round(cost - freeCost));
  assert.deepEqual(paid, [0, 0, round(200_000 * 0.0000133334), round(200_000 * 0.0000002), 0]);
});

test("log events cost by the gigabyte, after five that are free", async () => {
  const [first, second] = await price([
    { ...hour(0), usageType: "DataProcessing-Bytes", quantity: 4 },
    { ...hour(1), usageType: "DataProcessingIA-Bytes", quantity: 4 },
  ]);
  assert.deepEqual([first?.cost, first?.freeCost, second?.cost, second?.freeCost], [2, 2, 1, 0.25]);
});

test("usage types have their region's prefix, but for us-east-1", () => {
  assert.equal(billedUsageType("Request", "us-east-1"), "Request");
  assert.equal(billedUsageType("Request", "eu-central-1"), "EUC1-Request");
});

function hour(index: number): UsageHour {
  const { atMs: _none, ...rest } = request;
  return { ...rest, hourMs: november + index * hourMs };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function price(hours: readonly UsageHour[]): Promise<PricedHour[]> {
  return collect(priceUsage(each(hours)));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function round(value: number | undefined): number {
  return Number((value ?? Number.NaN).toFixed(6));
}

interface Ledger extends AsyncDisposable {
  readonly storage: Database;
  read(fromMs: number, toMs: number): Promise<UsageHour[]>;
}

async function open(): Promise<Ledger> {
  const storage = await openSqlite({ file: ":memory:", clock: createManualClock() });
  await storage.migrate([{ name: "usage", migrations: usageMigrations }]);
  return {
    storage,
    read: (fromMs, toMs) => collect(readUsage(storage, account, { fromMs, toMs })),
    [Symbol.asyncDispose]: () => storage.close(),
  };
}
