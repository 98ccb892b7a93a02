import assert from "node:assert/strict";
import { test } from "node:test";
import { type Datapoint, evaluationRange, judge, type MissingData } from "./judge.ts";

/**
 * The tables of "How alarm state is evaluated when data is missing": five data points (0 is not breaching, X breaching, - missing), oldest
 * first; then the state for missing, ignore, breaching and notBreaching.
 */
const threeOfThree = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["0 - - - -", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", "stays", "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - X - -", "ALARM", "stays", "ALARM", "OK"],
  ["- - - - X", "INSUFFICIENT_DATA", "stays", "ALARM", "OK"],
  ["X - - - -", "ALARM", "stays", "ALARM", "OK"],
] as const;
const twoOfThree = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - X -", "ALARM", "stays", "ALARM", "OK"],
  ["- - - - X", "INSUFFICIENT_DATA", "stays", "ALARM", "OK"],
] as const;
const treatments: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

for (const [toAlarm, table] of [
  [3, threeOfThree],
  [2, twoOfThree],
] as const) {
  for (const [points, ...states] of table) {
    test(`${toAlarm} of 3, data ${points}`, () => {
      const range = points.split(" ").map(toPoint);
      const found = treatments.map((TreatMissingData) => {
        const rule = { EvaluationPeriods: 3, DatapointsToAlarm: toAlarm, Threshold: 5, TreatMissingData };
        return judge({ ...rule, ComparisonOperator: "GreaterThanThreshold" }, range)?.value ?? "stays";
      });
      assert.deepEqual(found, states);
    });
  }
}

test("the range is two periods more than are evaluated", () => assert.equal(evaluationRange(3), 5));

for (const [operator, breaching] of [
  ["GreaterThanThreshold", [6]],
  ["GreaterThanOrEqualToThreshold", [5, 6]],
  ["LessThanThreshold", [4]],
  ["LessThanOrEqualToThreshold", [4, 5]],
] as const) {
  test(`${operator} 5`, () => {
    const rule = { EvaluationPeriods: 1, DatapointsToAlarm: 1, Threshold: 5, ComparisonOperator: operator };
    const found = [4, 5, 6].filter((value) => judge(rule, [{ atS: 0, value, sampleCount: 1 }])?.value === "ALARM");
    assert.deepEqual(found, breaching);
  });
}

function toPoint(sign: string, index: number): Datapoint | undefined {
  return sign === "-" ? undefined : { atS: index * 60, value: sign === "X" ? 10 : 1, sampleCount: 1 };
}
