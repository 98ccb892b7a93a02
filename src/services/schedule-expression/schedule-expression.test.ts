import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTime, nextTimes } from "./next-time.ts";
import { parseScheduleExpression, type ScheduleDialect } from "./schedule-expression.ts";
import { findTimeZone } from "./time-zone.ts";

/** The next times, as `2026-07-01T00:00Z`. */
function times(text: string, after: string, { zone = "UTC", count = 1, anchor = after } = {}): string[] {
  const expression = parseScheduleExpression(text, "scheduler");
  assert.ok(expression, text);
  const found = findTimeZone(zone);
  assert.ok(found, zone);
  const evaluation = { zone: found, anchorMs: Date.parse(anchor), count };
  return nextTimes(expression, Date.parse(after), evaluation).map(
    (ms) => `${new Date(ms).toISOString().slice(0, 16)}Z`,
  );
}

const isTaken = (text: string, dialect: ScheduleDialect) => parseScheduleExpression(text, dialect) !== undefined;

test("what rules and Scheduler take, and what they refuse", () => {
  for (const text of [
    "rate(5 minutes)",
    "rate(1 minute)",
    "rate(1 hour)",
    "rate(2 days)",
    "cron(0 10 * * ? *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(* * ? * SAT#3 *)",
    "cron(15 10 ? * 6L 2002-2005)",
    "cron(0/5 5 ? JAN 1-5 2022)",
    "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)",
    "cron(1-31/30 1-1 ? * 1,7 *)",
    "cron(0-59/10 0-23/2 ? * * *)",
    "cron(*/15 * * * ? *)",
    "cron(0 9 LW * ? *)",
    "cron(0 9 ? * fri-mon 1970-2199/2)",
    "cron(0/5, 9-18, ?, *, MON-FRI, *)",
  ]) {
    assert.ok(isTaken(text, "rule"), text);
    assert.ok(isTaken(text, "scheduler"), text);
  }
  for (const text of [
    "",
    "cron()",
    "cron(INVALID)",
    "cron(0 1 * * * *)",
    "cron(0 1 ? * ? *)",
    "cron(7 20 * * NOT *)",
    "cron(0 dummy ? * MON-FRI *)",
    "cron(71 8 1 * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 0 0 * ? *)",
    "cron(0 0 32 * ? *)",
    "cron(0 0 * 13 ? *)",
    "cron(0 0 ? * 0 *)",
    "cron(0 0 ? * 8 *)",
    "cron(0 0 ? * 3#6 *)",
    "cron(0 0 ? * 3#1,6#3 *)",
    "cron(0 0 32W * ? *)",
    "cron(0 0 * * ? 1969)",
    "cron(0 0 * * ? 2200)",
    "cron(0 0 * * ? 2030-2029)",
    "cron(0 0 * * ?)",
    "cron(0 0 * * ? * *)",
    "cron(0/0 0 * * ? *)",
    "cron(0/60 0 * * ? *)",
    "cron(1-2-3 0 * * ? *)",
    "cron(*-5 0 * * ? *)",
    "cron(, 0 * * ? *)",
    "cron(0 0 ? ? MON *)",
    "rate()",
    "rate(10)",
    "rate(10 seconds)",
    "rate(10 years)",
    "rate(10 minutess)",
    "rate(10 MINUTES)",
    "rate(foo minutes)",
    "rate(0 minutes)",
    "rate(-10 minutes)",
    "rate( 10 minutes )",
    " rate(10 minutes)",
    "rate(1.5 hours)",
    "rate(9999999999 days)",
    "at(2021-12-31T23:59:59Z)",
    "at(2021-12-31)",
    "at(2021-02-30T00:00:00)",
    "at(2021-12-31T24:00:00)",
    `cron(${"0,".repeat(200)}0 0 * * ? *)`,
  ]) {
    assert.ok(!isTaken(text, "rule"), text);
    assert.ok(!isTaken(text, "scheduler"), text);
  }
});

test("a rule minds the plural and has no single times; Scheduler takes both", () => {
  for (const text of ["rate(1 minutes)", "rate(1 days)", "rate(10 hour)", "at(2030-12-31T23:59:59)"]) {
    assert.ok(!isTaken(text, "rule"), text);
    assert.ok(isTaken(text, "scheduler"), text);
  }
});

test("a rate keeps its distance from its first time, however late it is asked", () => {
  const anchor = "2026-01-01T00:00:30Z";
  assert.deepEqual(times("rate(5 minutes)", "2025-12-31T23:00:00Z", { anchor }), ["2026-01-01T00:00Z"]);
  assert.deepEqual(times("rate(5 minutes)", "2026-01-01T00:00:30Z", { anchor, count: 2 }), [
    "2026-01-01T00:05Z",
    "2026-01-01T00:10Z",
  ]);
  assert.deepEqual(times("rate(1 day)", "2026-03-08T12:00:00Z", { anchor, zone: "America/New_York" }), [
    "2026-03-09T00:00Z",
  ]);
  assert.deepEqual(times("rate(99999999 days)", "2026-01-01T00:00:30Z", { anchor }), []);
});

test("days of months and weeks, their last, nearest and n-th", () => {
  const after = "2026-01-01T12:00:00Z";
  for (const [text, ...expected] of [
    ["cron(0 10 * * ? *)", "2026-01-02T10:00Z", "2026-01-03T10:00Z"],
    ["cron(0 8 1 * ? *)", "2026-02-01T08:00Z", "2026-03-01T08:00Z"],
    ["cron(30 23 L * ? *)", "2026-01-31T23:30Z", "2026-02-28T23:30Z"],
    // The 31st of January 2026 is a Saturday, the 28th of February, too.
    ["cron(0 0 LW * ? *)", "2026-01-30T00:00Z", "2026-02-27T00:00Z"],
    // The 3rd of January is a Saturday; the 1st of February a Sunday, whose Friday is in another month.
    ["cron(0 0 3W * ? *)", "2026-01-02T00:00Z", "2026-02-03T00:00Z"],
    ["cron(0 0 1W 2,8 ? *)", "2026-02-02T00:00Z", "2026-08-03T00:00Z"],
    ["cron(0 0 31W * ? *)", "2026-01-30T00:00Z", "2026-03-31T00:00Z"],
    ["cron(0 0 ? * 3#2 *)", "2026-01-13T00:00Z", "2026-02-10T00:00Z"],
    ["cron(0 0 ? * FRI#5 *)", "2026-01-30T00:00Z", "2026-05-29T00:00Z"],
    ["cron(0 0 ? * 6L *)", "2026-01-30T00:00Z", "2026-02-27T00:00Z"],
    ["cron(0 0 ? * L *)", "2026-01-03T00:00Z", "2026-01-10T00:00Z"],
    ["cron(0 0 ? * FRI-MON *)", "2026-01-02T00:00Z", "2026-01-03T00:00Z"],
    ["cron(0/20 23-0 ? * MON *)", "2026-01-05T00:00Z", "2026-01-05T00:20Z"],
    ["cron(0 0 29 2 ? *)", "2028-02-29T00:00Z", "2032-02-29T00:00Z"],
    ["cron(59 23 31 12 ? 2199)", "2199-12-31T23:59Z"],
    ["cron(0 12 1 1 ? 2026)"],
    ["cron(0 0 30 2 ? *)"],
  ] as const) {
    assert.deepEqual(times(text, after, { count: expected.length || 1 }), expected, text);
  }
});

test("a time that the clock leaves out does not happen, one that it shows twice happens once", () => {
  const zone = "America/New_York";
  // 02:00 to 03:00 of the 8th of March 2026 is left out.
  assert.deepEqual(times("cron(30 2 * * ? *)", "2026-03-07T12:00:00Z", { zone, count: 2 }), [
    "2026-03-09T06:30Z",
    "2026-03-10T06:30Z",
  ]);
  assert.deepEqual(times("cron(*/30 * * * ? *)", "2026-03-08T06:00:00Z", { zone, count: 3 }), [
    "2026-03-08T06:30Z",
    "2026-03-08T07:00Z",
    "2026-03-08T07:30Z",
  ]);
  // 01:00 to 02:00 of the 1st of November 2026 is shown twice.
  assert.deepEqual(times("cron(30 1 * * ? *)", "2026-10-31T12:00:00Z", { zone, count: 2 }), [
    "2026-11-01T05:30Z",
    "2026-11-02T06:30Z",
  ]);
  assert.deepEqual(times("cron(30 1 * * ? *)", "2026-11-01T05:45:00Z", { zone }), ["2026-11-02T06:30Z"]);
  assert.deepEqual(times("cron(30 1 * * ? *)", "2026-11-01T06:15:00Z", { zone }), ["2026-11-02T06:30Z"]);
  assert.deepEqual(times("cron(0 9 * * ? *)", "2026-06-30T12:00:00Z", { zone: "Asia/Kathmandu" }), [
    "2026-07-01T03:15Z",
  ]);
  // Samoa had no 30th of December 2011.
  assert.deepEqual(times("cron(0 12 30,31 12 ? 2011)", "2011-12-01T00:00:00Z", { zone: "Pacific/Apia", count: 2 }), [
    "2011-12-30T22:00Z",
  ]);
});

test("a single time is that of its zone; one that the clock leaves out is when it is put forward", () => {
  const after = "2026-01-01T00:00:00Z";
  assert.deepEqual(times("at(2026-07-01T09:00:00)", after, { zone: "Europe/Berlin" }), ["2026-07-01T07:00Z"]);
  assert.deepEqual(times("at(2026-03-29T02:30:00)", after, { zone: "Europe/Berlin" }), ["2026-03-29T01:00Z"]);
  assert.deepEqual(times("at(2025-07-01T09:00:00)", after), []);
});

test("zones are names of the IANA database, written as they are there", () => {
  for (const name of ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "US/Pacific", "Etc/GMT+5"]) {
    assert.ok(findTimeZone(name), name);
  }
  for (const name of ["", "Mars/Olympus", "europe/berlin", "+02:00", "Europe/Berlin ", "x".repeat(51)]) {
    assert.equal(findTimeZone(name), undefined, name);
  }
});

test("the worst expressions find their next time, or that there is none, at once", () => {
  const zone = findTimeZone("America/New_York");
  const afterMs = Date.parse("2026-01-01T00:00:00Z");
  for (const text of [
    // All of 170 years' times are left out by the clock: the second Sunday of March between two and three.
    "cron(* 2 ? 3 1#2 *)",
    "cron(0 0 30 2 ? *)",
    "cron(0 0 31 2,4,6,9,11 ? *)",
    "cron(59 23 ? 12 7#5 2199)",
    `cron(${Array.from({ length: 60 }, (_, minute) => minute).join()} 2 ? 3 1#2 *)`,
  ]) {
    const expression = parseScheduleExpression(text, "scheduler");
    assert.ok(expression, text);
    const begun = process.cpuUsage();
    nextTime(expression, afterMs, { zone, anchorMs: 0 });
    const { user, system } = process.cpuUsage(begun);
    assert.ok(user + system < 1_000_000, `${text}: ${user + system} µs`);
  }
});
