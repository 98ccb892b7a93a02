import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openCloudWatch, type TestCloudWatch } from "../../../../test/support/cloudwatch.ts";
import type { CallInput } from "../../service.ts";
import type { CloudWatch } from "../model.ts";

type Input = CallInput<CloudWatch, "GetMetricData">;
type Query = NonNullable<Input["MetricDataQueries"]>[number];

const minute = 60;

/** Metrics of ten minutes, the last of which ends now: m1 = 1…10, m2 = 10…1 without the third, m3 = 0 but for the last. */
async function openWithMetrics(): Promise<TestCloudWatch> {
  const lab = await openCloudWatch();
  for (let index = 0; index < 10; index++) {
    const at = lab.ago((10 - index) * minute);
    await lab.put("One", index + 1, at);
    if (index !== 2) await lab.put("Two", 10 - index, at);
    await lab.put("Three", index === 9 ? 4 : 0, at);
  }
  return lab;
}

const one = metric("m1", "One");
const two = metric("m2", "Two");
const three = metric("m3", "Three");

test("a metric's points, newest first unless oldest is asked for", async () => {
  await using lab = await openWithMetrics();
  const { MetricDataResults } = await get(lab, { MetricDataQueries: [one] });
  const [result] = MetricDataResults ?? [];
  assert.deepEqual(result?.Values, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(result?.Timestamps?.[0], lab.ago(minute));
  assert.deepEqual([result?.Id, result?.Label, result?.StatusCode], ["m1", "One", "Complete"]);
  const ascending = await get(lab, { MetricDataQueries: [one], ScanBy: "TimestampAscending" });
  assert.deepEqual(ascending.MetricDataResults?.[0]?.Values?.[0], 1);
});

test("pages hold MaxDatapoints over all queries, and together each point once", async () => {
  await using lab = await openWithMetrics();
  const pages: [(string | undefined)[], number[]][] = [];
  let NextToken: string | undefined;
  do {
    const page = await get(lab, { MetricDataQueries: [one, two], MaxDatapoints: 8, NextToken });
    pages.push([
      page.MetricDataResults?.map(({ StatusCode }) => StatusCode) ?? [],
      page.MetricDataResults?.map(({ Values }) => Values?.length ?? 0) ?? [],
    ]);
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(pages, [
    [
      ["PartialData", "PartialData"],
      [8, 0],
    ],
    [
      ["Complete", "PartialData"],
      [2, 6],
    ],
    [
      ["Complete", "Complete"],
      [0, 3],
    ],
  ]);
  await assert.rejects(get(lab, { MetricDataQueries: [one], NextToken: "!" }), { code: "InvalidNextToken" });
});

const shared = await openWithMetrics();
after(() => shared[Symbol.asyncDispose]());

/** The first points in the order of time. */
const expressions: Record<string, readonly number[]> = {
  "m1 + m2": [11, 11, 11, 11, 11, 11, 11, 11, 11],
  "m1 - 1": [0, 1, 2],
  "2 * m1 ^ 2": [2, 8, 18],
  "-m1 ^ 2": [-1, -4, -9],
  "(m1 + 1) / 2": [1, 1.5, 2],
  "m1 / m3": [2.5],
  "m1 > 8": [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
  "m1 >= 2 AND m1 < 4": [0, 1, 1, 0],
  "m1 == 1 || m1 == 3": [1, 0, 1, 0],
  "m1 != 1": [0, 1, 1],
  "SUM(METRICS())": [11, 11, 3, 11],
  "AVG([m1, m2])": [5.5, 5.5, 3, 5.5],
  "MAX(METRICS('m'))": [10, 9, 3, 7],
  "MIN([m1, m2])": [1, 2, 3, 4],
  "STDDEV([m1, m2])": [4.5, 3.5, 0],
  "m1 - AVG(m1)": [-4.5, -3.5],
  "m1 * 0 + SUM(m1)": [55, 55],
  "m1 * 0 + METRIC_COUNT(METRICS())": [3],
  "m1 * 0 + PERIOD(m1)": [60],
  "RATE(m1)": [1 / 60, 1 / 60],
  "DIFF(m2)": [-1, -2, -1],
  "DIFF_TIME(m2)": [60, 120, 60],
  "FILL(m2, 0)": [10, 9, 0, 7],
  "FILL(m2, REPEAT)": [10, 9, 9, 7],
  "FILL(m2, LINEAR)": [10, 9, 8, 7],
  "FILL(m2, m1)": [10, 9, 3, 7],
  "RUNNING_SUM(m1)": [1, 3, 6],
  "ABS(m1 - 5)": [4, 3, 2],
  "CEIL(m1 / 2)": [1, 1, 2],
  "FLOOR(m1 / 2)": [0, 1, 1],
  "LOG10(m1 * 10)": [1],
  "LOG(m1)": [0, Math.log(2)],
  "IF(m1 > 2, m1, 0)": [0, 0, 3, 4],
  "IF(m1 > 2, m1)": [3, 4],
  "IF(1, m1, m2)": [1, 2, 3],
  "IF(m1 == 1, 100, m2)": [100, 9, 7],
  "FIRST(SORT(METRICS(), AVG, DESC))": [1, 2, 3],
  "FIRST(SORT(METRICS(), AVG, ASC))": [0, 0],
  "LAST([m1, m2])": [10, 9],
  "FIRST(SLICE([m1, m2], 1))": [10, 9],
  "TIME_SERIES(7)": Array(10).fill(7),
  "m1 * 0 + YEAR(m1)": [2025],
  "HOUR(m1)": [23],
  "DAY(m1)": [3],
  "e2 * 10": [20, 40],
  "FIRST(REMOVE_EMPTY([IF(m1 > 100, m1), m2]))": [10, 9],
  "FIRST(SEARCH('{App} MetricName=\"One\"', 'Sum', 60))": [1, 2, 3],
  "MAX(SEARCH('One OR Two', 'Average', 60))": [10, 9, 3],
  "SUM(SEARCH('App NOT Three', 'Average', 60))": [11, 11, 3],
};

for (const [expression, expected] of Object.entries(expressions)) {
  test(`metric math: ${expression}`, async () => {
    const values = await evaluate(shared, expression);
    const wanted = values?.slice(0, expected.length) ?? [];
    assert.ok(
      wanted.length === expected.length &&
        wanted.every((value, index) => Math.abs(value - (expected[index] ?? 0)) < 1e-9),
      `${values} instead of ${expected}…`,
    );
  });
}

const faults: Record<string, RegExp> = {
  "m1 +": /Error in expression 'e1' \[Unexpected end of expression\]/,
  "m9 * 2": /\[Undefined variable m9\]/,
  "AVG(m1)": /\[The expression must give a time series/,
  "1 + 1": /\[The expression must give a time series/,
  "e1 + 1": /depends on itself/,
  "METRICS() * METRICS()": /Unsupported operand type\(s\) for \*/,
  "ANOMALY_DETECTION_BAND(m1)": /\[Squall does not support ANOMALY_DETECTION_BAND\]/,
  "NOSUCH(m1)": /\[Unknown function NOSUCH\]/,
  "RATE(m1, m2)": /\[Wrong number of parameters for RATE\]/,
  "RATE(1)": /takes time series, not a scalar/,
  "m1 # 2": /\[Unexpected character at position 3/,
  [`${"(".repeat(100)}m1${")".repeat(100)}`]: /nested too deeply/,
  "SORT(METRICS(), MEDIAN)": /SORT goes by/,
  "SEARCH('x', 'Sum', 45)": /SEARCH's period/,
};

for (const [expression, message] of Object.entries(faults)) {
  test(`metric math refuses ${expression.slice(0, 40)}`, async () => {
    await assert.rejects(evaluate(shared, expression), { code: "ValidationError", message });
  });
}

test("an expression may give several series, each with its own label", async () => {
  const queries = [one, two, { Id: "e1", Expression: "METRICS() * 2", Label: "twice" }].map((query) => ({
    ...query,
    ReturnData: query.Id === "e1",
  }));
  const { MetricDataResults } = await get(shared, { MetricDataQueries: queries });
  assert.deepEqual(
    MetricDataResults?.map(({ Id, Label, Values }) => [Id, Label, Values?.[0]]),
    [
      ["e1", "twice One", 20],
      ["e1", "twice Two", 2],
    ],
  );
});

test("labels have their dynamic parts put in", async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a label's dynamic parts are written so.
  const Label = "${PROP('MetricName')} ${PROP('Stat')} max ${MAX} last ${LAST} of ${DATAPOINT_COUNT} ${UNKNOWN}";
  const { MetricDataResults } = await get(shared, { MetricDataQueries: [{ ...one, Label }] });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an unknown part stays as it is.
  assert.equal(MetricDataResults?.[0]?.Label, "One Sum max 10 last 10 of 10 ${UNKNOWN}");
});

test("what is wrong with a query is told as AWS does", async () => {
  const cases: [Query[], string, RegExp][] = [
    [[one, one], "ValidationError", /The values for parameter id in MetricDataQueries are not unique/],
    [[{ Id: "M" }], "ValidationError", /MetricDataQueries\.member\.1\.Id is invalid/],
    [
      [{ Id: "m" }],
      "MissingRequiredParameterException",
      /MetricStat or MetricDataQueries\.member\.1\.Expression must be/,
    ],
    [[{ ...one, Expression: "m1" }], "InvalidParameterCombinationException", /mutually exclusive/],
    [
      [{ ...one, Period: 60 }],
      "ValidationError",
      /member\.1\.Period and MetricDataQueries\.member\.1\.MetricStat are mutually/,
    ],
    [
      [metric("m", "One", "Median")],
      "InvalidParameterValueException",
      /The value Median for parameter .*Stat is not supported/,
    ],
    [[{ Id: "m", Expression: "SELECT AVG(x) FROM y" }], "ValidationError", /member\.1\.Period is required/],
    [[insights("SELECT MEDIAN(x) FROM y")], "ValidationError", /Error in expression 'm' \[Unknown function MEDIAN/],
    [[insights("SELECT AVG(x) FROM y WHERE a = b")], "ValidationError", /Expected a value in single quotes, found b/],
    [[insights("SELECT AVG(x) FROM y LIMIT 501")], "ValidationError", /LIMIT is 1 to 500/],
    [
      [insights("SELECT AVG(x) FROM y"), insights("SELECT AVG(x) FROM y", "n")],
      "ValidationError",
      /Only one Metrics Insights query/,
    ],
    [
      [{ ...one, AccountId: "111111111111" }],
      "InvalidParameterValueException",
      /does not support metrics of another account/,
    ],
    [[], "MissingRequiredParameterException", /MetricDataQueries is required/],
    [Array(501).fill(one), "InvalidParameterValueException", /greater than 500/],
  ];
  for (const [MetricDataQueries, code, message] of cases) {
    await assert.rejects(get(shared, { MetricDataQueries }), { code, message });
  }
  await assert.rejects(get(shared, { MetricDataQueries: [one], StartTime: shared.ago(0), EndTime: shared.ago(1) }), {
    message: "The parameter StartTime must be less than the parameter EndTime.",
  });
});

async function evaluate(lab: TestCloudWatch, Expression: string): Promise<number[] | undefined> {
  const hidden = [one, two, three, { Id: "e2", Expression: "m1 * 2" }].map((query) => ({
    ...query,
    ReturnData: false,
  }));
  const MetricDataQueries = [...hidden, { Id: "e1", Expression }];
  const { MetricDataResults } = await get(lab, { MetricDataQueries, ScanBy: "TimestampAscending" });
  return MetricDataResults?.[0]?.Values;
}

function get(lab: TestCloudWatch, input: Partial<Input>) {
  return lab.call("GetMetricData", {
    MetricDataQueries: [],
    StartTime: lab.ago(10 * minute),
    EndTime: lab.ago(0),
    ...input,
  });
}

function metric(Id: string, MetricName: string, Stat = "Sum"): Query {
  return { Id, MetricStat: { Metric: { Namespace: "App", MetricName }, Period: minute, Stat } };
}

test("metrics without a label are called by what tells them apart", async () => {
  await using lab = await openCloudWatch();
  const labels = async (...asked: (readonly [stat: string, period: number, label?: string])[]) => {
    const { MetricDataResults } = await lab.call("GetMetricData", {
      StartTime: lab.ago(600),
      EndTime: lab.ago(0),
      MetricDataQueries: asked.map(([Stat, Period, Label], index) => ({
        Id: `m${index}`,
        Label,
        MetricStat: { Metric: { Namespace: "App", MetricName: "Load" }, Stat, Period },
      })),
    });
    return MetricDataResults?.map(({ Label }) => Label);
  };
  assert.deepEqual(await labels(["Sum", 60]), ["Load"]);
  assert.deepEqual(await labels(["Sum", 60], ["Minimum", 60]), ["Load Sum", "Load Minimum"]);
  assert.deepEqual(await labels(["Sum", 60], ["Sum", 300]), ["Load 60", "Load 300"]);
  assert.deepEqual(await labels(["Sum", 60], ["Minimum", 300]), ["Load Sum 60", "Load Minimum 300"]);
  assert.deepEqual(await labels(["Sum", 60], ["Minimum", 60, "mine"]), ["Load", "mine"]);
});

test("a request that gives too many time series is refused", async () => {
  await using lab = await openCloudWatch();
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  for (const name of names) await lab.put(name, 1, lab.ago(minute));
  const searches = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      Id: `s${index}`,
      Expression: "SORT(SEARCH('{App}', 'Sum', 60), SUM, ASC)",
    }));
  assert.equal((await get(lab, { MetricDataQueries: searches(250) })).MetricDataResults?.length, 5_000);
  await assert.rejects(get(lab, { MetricDataQueries: searches(251) }), /more than 5,000 time series/);
});

test("one function over many series lets others have their turn", async () => {
  await using lab = await openWithMetrics();
  for (let index = 0; index < 50; index++) await lab.put(`Many${index}`, 1, lab.ago(minute));
  let longestMs = 0;
  let started = process.threadCpuUsage();
  let turn = setImmediate(function next() {
    longestMs = Math.max(longestMs, process.threadCpuUsage(started).user / 1_000);
    started = process.threadCpuUsage();
    turn = setImmediate(next);
  });
  try {
    await get(lab, {
      MetricDataQueries: [{ Id: "e", Expression: "SUM(FILL(SEARCH('{App}', 'Sum', 60), 0) * 2)" }],
      StartTime: lab.ago(10 * 24 * 60 * minute),
    });
  } finally {
    clearImmediate(turn);
  }
  assert.ok(longestMs < 150, `${longestMs} ms`);
});

test("expressions that work on too many points are refused, and others wait no longer than for one step", async () => {
  await using lab = await openWithMetrics();
  const filled = Array.from({ length: 90 }, () => "FILL(m1,1)").join("+");
  const expressions = Array.from({ length: 499 }, (_, index) => ({ Id: `e${index}`, Expression: filled }));
  const startedUs = process.cpuUsage();
  await assert.rejects(
    get(lab, { MetricDataQueries: [one, ...expressions], StartTime: lab.ago(10 * 24 * 60 * minute) }),
    /work on too many data points/,
  );
  const seconds = process.cpuUsage(startedUs).user / 1_000_000;
  assert.ok(seconds < 10, `${seconds} s`);
});

function insights(Expression: string, Id = "m"): Query {
  return { Id, Expression, Period: 60 };
}

test("Metrics Insights: one value of many metrics, by groups, filtered, ordered and limited", async () => {
  await using lab = await openCloudWatch();
  const at = lab.ago(minute);
  const put = (Path: string, Verb: string | undefined, Value: number) =>
    lab.call("PutMetricData", {
      Namespace: "Shop/Web",
      MetricData: [
        {
          MetricName: "Calls",
          Dimensions: [{ Name: "Path", Value: Path }, ...(Verb ? [{ Name: "Verb", Value: Verb }] : [])],
          Value,
          Timestamp: at,
        },
      ],
    });
  await put("/a", "GET", 1);
  await put("/a", "PUT", 2);
  await put("/b", "GET", 10);
  await put("/it's", undefined, 100);
  const ask = async (text: string) => {
    const { MetricDataResults = [] } = await get(lab, { MetricDataQueries: [insights(text)] });
    return MetricDataResults.map(({ Label, Values }) => [Label, Values?.[0]]);
  };
  assert.deepEqual(await ask('SELECT SUM(Calls) FROM "Shop/Web"'), [["m", 113]]);
  assert.deepEqual(await ask('select avg(Calls) from SCHEMA("Shop/Web", Verb, Path)'), [["m", 13 / 3]]);
  assert.deepEqual(await ask('SELECT COUNT(Calls) FROM SCHEMA("Shop/Web")'), []);
  assert.deepEqual(await ask(`SELECT MAX(Calls) FROM "Shop/Web" WHERE "Path" = '/it\\'s'`), [["m", 100]]);
  assert.deepEqual(await ask(`SELECT MIN(Calls) FROM "Shop/Web" WHERE Path != '/b' AND Verb = 'GET'`), [["m", 1]]);
  const grouped = 'SELECT SUM(Calls) FROM "Shop/Web" GROUP BY Path, Verb ORDER BY SUM()';
  assert.deepEqual(await ask(`${grouped} DESC LIMIT 2`), [
    ["/b GET", 10],
    ["/a PUT", 2],
  ]);
  assert.deepEqual(await ask(grouped), [
    ["/a GET", 1],
    ["/a PUT", 2],
    ["/b GET", 10],
  ]);
  await put("/c GET", "X", 3);
  await put("/c", "GET X", 4);
  assert.deepEqual((await ask(`${grouped} LIMIT 4`)).slice(2), [
    ["/c GET X", 3],
    ["/c GET X", 4],
  ]);
  // Expressions take what a query found.
  const { MetricDataResults = [] } = await get(lab, {
    MetricDataQueries: [
      { ...insights(grouped), ReturnData: false },
      { Id: "e", Expression: "SUM(m) * 2" },
    ],
  });
  assert.deepEqual(MetricDataResults[0]?.Values, [40]);
});
