import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "../limits.ts";
import { Distribution } from "./distribution.ts";
import { toStatistic } from "./statistic.ts";

const hundred = fill(Array.from({ length: 100 }, (_none, index) => index + 1));

test("few distinct values are kept exactly", () => {
  const values = fill([3, 1, 2, 2]);
  assert.deepEqual(values.sorted(), [
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
  assert.deepEqual(values.encode(), [3, 1, 1, 1, 2, 2]);
  assert.deepEqual(read(Distribution.decode(values.encode())), { count: 4, sum: 8, minimum: 1, maximum: 3 });
});

test("many distinct values cost at most a fixed number of steps, and percentiles are within 1 %", () => {
  const measured = Array.from({ length: 50_000 }, (_none, index) => 0.1 + index * 1.37);
  const values = fill(measured);
  assert.ok((values.values?.size ?? 0) <= limits.roundedValues);
  for (const percent of [1, 10, 50, 90, 99, 99.9]) {
    const exact = measured[Math.ceil((percent / 100) * measured.length) - 1] ?? 0;
    const found = toStatistic(`p${percent}`)?.(values) ?? 0;
    assert.ok(Math.abs(found - exact) / exact <= 0.01, `p${percent}: ${found} instead of ${exact}`);
  }
  assert.equal(values.count, 50_000);
  assert.ok(Math.abs(values.sum - measured.reduce((sum, value) => sum + value)) < 1);
  assert.equal(values.maximum, measured.at(-1));
});

test("rounded values keep their sums when they are stored and merged into exact ones", () => {
  const rounded = Distribution.decode(fill(Array.from({ length: 1_000 }, (_none, index) => index + 0.123)).encode());
  const merged = fill([5]);
  merged.merge(rounded);
  const again = Distribution.decode(JSON.parse(JSON.stringify(merged.encode())));
  assert.deepEqual(read(again), { count: 1_001, sum: merged.sum, minimum: 0.123, maximum: 999.123 });
  assert.ok(Math.abs(merged.sum - (rounded.sum + 5)) < 1e-6);
});

test("values over hundreds of powers of ten stay within the bound", () => {
  const values = fill(Array.from({ length: 3_000 }, (_none, index) => 2 ** ((index - 1_500) / 5)));
  assert.ok((values.values?.size ?? 0) <= limits.roundedValues);
});

test("a statistic set hides the values, unless it is of one value", () => {
  const hidden = fill([1]);
  hidden.addSet({ count: 3, sum: 9, minimum: 2, maximum: 4 });
  assert.equal(hidden.sorted(), undefined);
  assert.equal(toStatistic("p50")?.(hidden), undefined);
  assert.deepEqual(read(Distribution.decode(hidden.encode())), { count: 4, sum: 10, minimum: 1, maximum: 4 });
  const single = new Distribution();
  single.addSet({ count: 3, sum: 9, minimum: 3, maximum: 3 });
  assert.equal(toStatistic("p50")?.(single), 3);
});

for (const [name, expected] of [
  ["Average", 50.5],
  ["Sum", 5050],
  ["SampleCount", 100],
  ["p0", 1],
  ["p50", 50],
  ["p99.5", 100],
  ["p100", 100],
  ["tm90", 45.5],
  ["TM(10%:90%)", 50.5],
  ["IQM", 50.5],
  ["tc(25%:75%)", 50],
  ["TC(:50)", 50],
  ["ts(98:)", 199],
  ["PR(:30)", 30],
  ["PR(10:30)", 20],
  ["WM(:90%)", 49.95],
] as const) {
  test(`${name} of 1 to 100 is ${expected}`, () => {
    const found = toStatistic(name)?.(hundred) ?? Number.NaN;
    assert.ok(Math.abs(found - expected) < 1e-9, `${found}`);
  });
}

test("there are no other statistics", () => {
  for (const name of [
    "p101",
    "p",
    "average",
    "TM(:)",
    "TM(90%:10%)",
    "TM(10%:20)",
    "PR(10%:20%)",
    "tm101",
    "TM(a:b)",
  ]) {
    assert.equal(toStatistic(name), undefined, name);
  }
});

test("negative values have no percentiles", () => {
  assert.equal(toStatistic("p50")?.(fill([-1, 2])), undefined);
  assert.equal(toStatistic("Minimum")?.(fill([-1, 2])), -1);
});

function fill(values: readonly number[]): Distribution {
  const result = new Distribution();
  for (const value of values) result.add(value);
  return result;
}

function read({ count, sum, minimum, maximum }: Distribution) {
  return { count, sum, minimum, maximum };
}
