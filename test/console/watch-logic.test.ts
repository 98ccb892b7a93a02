import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSpan, spanBounds, spanText } from "../../console/src/chart/time-span.ts";
import { levelOf } from "../../console/src/policy/visual/action-levels.ts";
import { toDocument, toForms } from "../../console/src/policy/visual/statement-form.ts";
import { monthOf, toCosts } from "../../console/src/services/billing/costs.ts";
import { conditionInWords } from "../../console/src/services/cloudwatch/alarms/alarm-words.ts";
import { readRule, ruleInWords, ruleProblem } from "../../console/src/services/cloudwatch/alarms/rule-words.ts";
import { fromLines, sourceProblem, toLines } from "../../console/src/services/cloudwatch/dashboards/dashboard-body.ts";
import { queryParts, queryText } from "../../console/src/services/cloudwatch/dashboards/log-query.ts";
import { drawableOf, toSeries } from "../../console/src/services/cloudwatch/logs/insights-rows.ts";
import { splitMessage } from "../../console/src/services/cloudwatch/logs/split-message.ts";
import { recommend } from "../../console/src/services/iam/recommendations/recommend.ts";
import { cut } from "../../console/src/services/iam/simulate/decisions.ts";

test("a composite alarm's rule is a sentence, and what is wrong with it is said", () => {
  assert.equal(
    ruleInWords('ALARM("a b") AND (NOT OK(arn:aws:cloudwatch:eu-west-1:000000000000:alarm:c) OR TRUE)'),
    "When a b is in alarm and (not c is OK or always).",
  );
  assert.deepEqual(readRule('ALARM("x") OR INSUFFICIENT_DATA("x")').alarms, ["x"]);
  for (const [rule, problem] of [
    ["", /Enter a rule/],
    ['ALARM("a"', /A \) is missing at the end/],
    ["ALARM()", /name of an alarm is missing/],
    ["HUNGRY(a)", /HUNGRY is none of/],
    ['ALARM("a") ALARM("b")', /where AND or OR is expected/],
    ['ALARM("a', /quotation mark is not closed/],
  ] as const)
    assert.match(ruleProblem(rule) ?? "", problem, rule);
});

test("a metric alarm is a sentence", () => {
  const alarm = { Namespace: "Shop", MetricName: "Orders", Dimensions: [], Period: 300, Threshold: 5 };
  assert.equal(
    conditionInWords({
      ...alarm,
      ExtendedStatistic: "p99",
      ComparisonOperator: "LessThanThreshold",
      EvaluationPeriods: 1,
    }),
    "When the 99th percentile of Orders (Shop) is less than 5 in a period of 5 minutes. Periods without data are not counted.",
  );
});

test("a dashboard's short rows of metrics are unfolded", () => {
  const lines = toLines({
    stat: "Sum",
    metrics: [
      ["Shop", "Orders", "Country", "CH"],
      ["...", "DE", { stat: "p99", id: "de" }],
      [".", "Errors", ".", "."],
      [{ expression: "m1 + de", label: "All" }],
    ],
  });
  assert.deepEqual(
    lines.map(({ metric, expression }) => expression ?? [metric?.MetricName, metric?.Dimensions?.[0]?.Value].join(" ")),
    ["Orders CH", "Orders DE", "Errors DE", "m1 + de"],
  );
  assert.deepEqual(lines.map(({ id, stat }) => [id, stat]).slice(0, 2), [
    ["m1", "Sum"],
    ["de", "p99"],
  ]);
  assert.deepEqual(toLines({ metrics: fromLines(lines) }), lines);
  assert.match(sourceProblem('{"widgets": [{}]}') ?? "", /widget 1 has no/);
  assert.deepEqual(queryParts("SOURCE '/a' | SOURCE '/b' | fields @message"), {
    sources: ["/a", "/b"],
    query: "fields @message",
  });
  assert.equal(queryText({ sources: ["/a"], query: "x" }), "SOURCE '/a' | x");
});

test("JSON is found in a message behind what a runtime writes before it", () => {
  const line = '2026-11-30T00:00:00Z\tid\tINFO\t{"a": [1, 2]}\n';
  assert.deepEqual(splitMessage(line), { before: "2026-11-30T00:00:00Z\tid\tINFO", json: '{"a": [1, 2]}' });
  assert.deepEqual(splitMessage("no [json]"), { before: "no [json]", json: undefined });
  assert.equal(splitMessage(`${"[ ".repeat(500_000)}]`).json, undefined);
});

test("sums of any query are drawn: by time, and by what tells them apart", () => {
  const rows = [
    { "bin(5m)": "2026-11-30 10:05:00.000", level: "info", n: "3" },
    { "bin(5m)": "2026-11-30 10:00:00.000", level: "info", n: "1" },
    { "bin(5m)": "2026-11-30 10:00:00.000", level: "error", n: "2" },
  ];
  const drawable = drawableOf(["bin(5m)", "level", "n"], rows);
  assert.deepEqual(drawable, { time: "bin(5m)", labels: ["level"], numbers: ["n"] });
  assert.deepEqual(
    toSeries(drawable!, rows).map(({ title, points }) => [title, points.map(({ y }) => y)]),
    [
      ["info", [1, 3]],
      ["error", [2]],
    ],
  );
  assert.equal(drawableOf(["@message"], [{ "@message": "17" }]), undefined);
});

test("a length of time stands in an address", () => {
  assert.deepEqual(spanBounds(parseSpan("2mo")!, 1e12), { startMs: 1e12 - 60 * 86_400_000, endMs: 1e12 });
  for (const text of ["3h", "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"])
    assert.equal(spanText(parseSpan(text)!), text);
  for (const text of ["", "h", "3y", "2026-01-02T00:00:00Z/2026-01-01T00:00:00Z"])
    assert.equal(parseSpan(text), undefined);
});

test("a policy comes back from the visual editor as it went in, or does not go in", () => {
  const document = {
    Version: "2012-10-17",
    Id: "kept",
    Statement: [
      {
        Sid: "One",
        Effect: "Deny",
        NotAction: ["s3:Get*"],
        NotResource: ["arn:aws:s3:::a"],
        Condition: { StringLike: { "s3:prefix": ["x", "y"] } },
      },
    ],
  };
  assert.deepEqual(JSON.parse(toDocument(toForms(document)!, document)), document);
  const comma = { Statement: { Effect: "Allow", Condition: { StringEquals: { "aws:x": "a,b" } } } };
  assert.equal(toForms(comma), undefined);
  assert.deepEqual(["ListBucket", "GetObject", "PutObject", "PutBucketPolicy", "TagRole"].map(levelOf), [
    "List",
    "Read",
    "Write",
    "Permissions management",
    "Tagging",
  ]);
});

test("the statement that decides is cut out of its policy", () => {
  const policy = '{\n "Statement": [\n  {"Sid": "A"},\n  {"Sid": "B"}\n ]\n}';
  assert.equal(cut(policy, { Line: 3, Column: 15 }, { Line: 4, Column: 15 }), '{"Sid": "B"}');
  const alone = '{"Statement": {"Sid": "C"}}';
  assert.equal(cut(alone, { Line: 1, Column: 16 }, { Line: 1, Column: 27 }), '{"Sid": "C"}');
});

test("recommendations name what is old, unused and without a second factor", () => {
  const nowMs = Date.UTC(2026, 10, 30);
  const key = { AccessKeyId: "K", Status: "Active" as const, CreateDate: new Date(nowMs - 100 * 86_400_000) };
  const user = {
    UserName: "anna",
    PasswordLastUsed: new Date(nowMs),
    Path: "/",
    UserId: "u",
    Arn: "a",
    CreateDate: new Date(0),
  };
  const found = recommend(
    [
      {
        user,
        hasMfa: false,
        keys: [
          { ...key, lastUsed: new Date(nowMs) },
          { ...key, lastUsed: undefined },
        ],
      },
    ],
    nowMs,
  );
  assert.deepEqual(
    found.map(({ text }) => text),
    [
      "signs in to the console without a second factor",
      "has the access key K, 100 days old",
      "has the access key K, unused for 100 days",
      "has two active access keys",
    ],
  );
});

test("costs are divided, tags by their values", () => {
  const metrics = (Amount: string) => ({
    UnblendedCost: { Amount, Unit: "USD" },
    UsageQuantity: { Amount: "2", Unit: "GB" },
  });
  const { parts } = toCosts([
    { TimePeriod: { Start: "2026-11-01", End: "2026-11-02" }, Groups: [{ Keys: ["team$x"], Metrics: metrics("1") }] },
    { TimePeriod: { Start: "2026-11-02", End: "2026-11-03" }, Groups: [{ Keys: ["team$"], Metrics: metrics("3") }] },
  ]);
  assert.deepEqual(
    parts.map(({ name, total, usage }) => [name, total, usage]),
    [
      ["team: x", 1, "2 GB"],
      ["No tag team", 3, "2 GB"],
    ],
  );
  assert.deepEqual(monthOf(Date.UTC(2026, 11, 31, 23)), { start: "2026-12-01", end: "2027-01-01" });
});
