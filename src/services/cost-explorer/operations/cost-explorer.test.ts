import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openCloudWatch } from "../../../../test/support/cloudwatch.ts";
import type { CallInput, OperationName } from "../../service.ts";
import { recordUsage, type UsageRecord } from "../../usage/usage.ts";
import type { CostExplorer } from "../model.ts";
import { costExplorer } from "../service.ts";

/** The lab's time is the 24th of November 2026; it has two functions, one of arm with a tag, used on three days. */
const lab = await openCloudWatch([costExplorer]);
after(() => lab[Symbol.asyncDispose]());
lab.host.clock.advance(Date.UTC(2026, 10, 24, 12) - lab.nowMs());

const functionA = "arn:aws:lambda:us-east-1:000000000000:function:a";
const functionB = "arn:aws:lambda:eu-west-1:000000000000:function:b";
const ofA = { region: "us-east-1", resource: functionA, tags: {} };
const ofB = { region: "eu-west-1", resource: functionB, tags: { team: "x" } };
await recordUsage(lab.host.storage, lab.asRoot.account, [
  record({ ...ofA, usageType: "Request", quantity: 1_000_000, atMs: Date.UTC(2026, 10, 1) }),
  record({ ...ofA, usageType: "Lambda-GB-Second", quantity: 60_000, atMs: Date.UTC(2026, 10, 1, 23) }),
  record({ ...ofB, usageType: "Request-ARM", quantity: 500_000, atMs: Date.UTC(2026, 10, 3, 7) }),
  record({ ...ofB, usageType: "Lambda-GB-Second-ARM", quantity: 30_000, atMs: Date.UTC(2026, 10, 3, 8) }),
  record({ ...ofB, usageType: "Request-ARM", quantity: 10, atMs: Date.UTC(2026, 9, 31) }),
]);

const november = { Start: "2026-11-01", End: "2026-12-01" };
const firstDays = { Start: "2026-11-01", End: "2026-11-04" };

test("the month as a whole", async () => {
  const { ResultsByTime } = await costs({ Metrics: ["UnblendedCost", "USAGE_QUANTITY"] });
  assert.deepEqual(ResultsByTime, [
    {
      TimePeriod: november,
      // 0.2 + 60,000 × 0.0000166667 + 0.1 + 30,000 × 0.0000133334
      Total: { UnblendedCost: { Amount: "1.700004", Unit: "USD" }, UsageQuantity: { Amount: "1590000", Unit: "N/A" } },
      Groups: [],
      Estimated: true,
    },
  ]);
});

test("each day, also those without use", async () => {
  const { ResultsByTime } = await costs({ Granularity: "DAILY", TimePeriod: firstDays });
  assert.deepEqual(
    ResultsByTime?.map(({ TimePeriod, Total }) => [TimePeriod?.Start, Total?.UnblendedCost?.Amount]),
    [
      ["2026-11-01", "1.200002"],
      ["2026-11-02", "0"],
      ["2026-11-03", "0.500002"],
    ],
  );
});

test("each hour, for fourteen days", async () => {
  const hours = { Start: "2026-11-23T00:00:00Z", End: "2026-11-23T02:00:00Z" };
  const { ResultsByTime } = await costs({ Granularity: "HOURLY", TimePeriod: hours });
  assert.deepEqual(
    ResultsByTime?.map(({ TimePeriod }) => TimePeriod),
    [
      { Start: "2026-11-23T00:00:00Z", End: "2026-11-23T01:00:00Z" },
      { Start: "2026-11-23T01:00:00Z", End: "2026-11-23T02:00:00Z" },
    ],
  );
  const old = { Start: "2026-11-01T00:00:00Z", End: "2026-11-01T02:00:00Z" };
  await assert.rejects(costs({ Granularity: "HOURLY", TimePeriod: old }), /more than 14 days ago for hourly/);
});

test("parts of months at both ends", async () => {
  const { ResultsByTime } = await costs({ TimePeriod: { Start: "2026-10-31", End: "2026-11-02" } });
  assert.deepEqual(
    ResultsByTime?.map(({ TimePeriod, Total, Estimated }) => [TimePeriod, Total?.UnblendedCost?.Amount, Estimated]),
    [
      [{ Start: "2026-10-31", End: "2026-11-01" }, "0.000002", false],
      [{ Start: "2026-11-01", End: "2026-11-02" }, "1.200002", true],
    ],
  );
});

test("a forecast of what is left of the month goes by the last thirty days, and needs some", async () => {
  const TimePeriod = { Start: "2026-11-25", End: "2026-12-01" };
  const forecast = (more: object = {}) =>
    call("GetCostForecast", { TimePeriod, Metric: "UNBLENDED_COST", Granularity: "MONTHLY", ...more } as const);
  const { Total, ForecastResultsByTime = [] } = await forecast({ PredictionIntervalLevel: 80 });
  // 1.700006 since the 31st of October, 24.5 days ago, six days long.
  assert.equal(Number(Total?.Amount).toFixed(3), ((1.700006 / 24.5) * 6).toFixed(3));
  const [only] = ForecastResultsByTime;
  assert.deepEqual([ForecastResultsByTime.length, only?.TimePeriod], [1, TimePeriod]);
  assert.ok(Number(only?.PredictionIntervalUpperBound) > Number(only?.MeanValue));
  assert.ok(Number(only?.PredictionIntervalLowerBound) < Number(only?.MeanValue));
  const days = (await forecast({ Granularity: "DAILY" })).ForecastResultsByTime ?? [];
  assert.equal(days.length, 6);
  const Filter = { Dimensions: { Key: "SERVICE", Values: ["Amazon Nothing"] } };
  await assert.rejects(forecast({ Filter }), { name: "DataUnavailableException" });
  await assert.rejects(forecast({ TimePeriod: november }), /equal to or after the current date/);
  await assert.rejects(forecast({ Metric: "USAGE_QUANTITY" }), /Invalid metric/);
  await assert.rejects(forecast({ TimePeriod: { Start: "2026-11-25", End: "2029-01-01" } }), /too long/);
});

for (const [name, by, expected] of [
  ["function", [dimension("RESOURCE_ID")], { [functionA]: "1.200002", [functionB]: "0.500002" }],
  ["service", [dimension("SERVICE")], { "AWS Lambda": "1.700004" }],
  ["region", [dimension("REGION")], { "eu-west-1": "0.500002", "us-east-1": "1.200002" }],
  ["tag", [{ Type: "TAG", Key: "team" }], { team$: "1.200002", team$x: "0.500002" }],
  [
    "usage type and tag",
    [dimension("USAGE_TYPE"), { Type: "TAG", Key: "team" }],
    {
      "EU-Lambda-GB-Second-ARM,team$x": "0.400002",
      "EU-Request-ARM,team$x": "0.1",
      "Lambda-GB-Second,team$": "1.000002",
      "Request,team$": "0.2",
    },
  ],
] as const) {
  test(`by ${name}`, async () => {
    const answer = await costs({ GroupBy: [...by] });
    const [result] = answer.ResultsByTime ?? [];
    const found = result?.Groups?.map(({ Keys, Metrics }) => [Keys?.join(","), Metrics?.UnblendedCost?.Amount]);
    assert.deepEqual(Object.fromEntries(found ?? []), expected);
    assert.deepEqual(result?.Total, {});
    assert.deepEqual(answer.GroupDefinitions, by);
  });
}

test("a group of one usage type has its unit", async () => {
  const { ResultsByTime } = await costs({ Metrics: ["UsageQuantity"], GroupBy: [dimension("USAGE_TYPE")] });
  const units = ResultsByTime?.[0]?.Groups?.map(({ Keys, Metrics }) => [Keys?.[0], Metrics?.UsageQuantity]);
  assert.deepEqual(Object.fromEntries(units ?? []), {
    "EU-Lambda-GB-Second-ARM": { Amount: "30000", Unit: "Lambda-GB-Second" },
    "EU-Request-ARM": { Amount: "500000", Unit: "Requests" },
    "Lambda-GB-Second": { Amount: "60000", Unit: "Lambda-GB-Second" },
    Request: { Amount: "1000000", Unit: "Requests" },
  });
});

test("the free tier is a credit, seen by who asks for record types", async () => {
  const { ResultsByTime } = await costs({ GroupBy: [dimension("RECORD_TYPE")] });
  const groups = ResultsByTime?.[0]?.Groups?.map(({ Keys, Metrics }) => [Keys?.[0], Metrics?.UnblendedCost?.Amount]);
  // 90,000 GB-seconds and a million requests of the free tier: only the last half million requests are paid.
  assert.deepEqual(groups, [
    ["Credit", "-1.600004"],
    ["Usage", "1.700004"],
  ]);
  const net = { Dimensions: { Key: "RECORD_TYPE", Values: ["Usage", "Credit"] } } as const;
  assert.equal(await total({ Filter: { Dimensions: { ...net.Dimensions, Values: ["Usage", "Credit"] } } }), "0.1");
});

const filters: [string, CallInput<CostExplorer, "GetCostAndUsage">["Filter"], string][] = [
  ["a dimension", { Dimensions: { Key: "REGION", Values: ["eu-west-1"] } }, "0.500002"],
  ["not", { Not: { Dimensions: { Key: "REGION", Values: ["eu-west-1"] } } }, "1.200002"],
  ["a tag", { Tags: { Key: "team", Values: ["x"] } }, "0.500002"],
  ["an absent tag", { Tags: { Key: "team", MatchOptions: ["ABSENT"] } }, "1.200002"],
  [
    "a part of a value",
    { Dimensions: { Key: "USAGE_TYPE", Values: ["GB-Second"], MatchOptions: ["CONTAINS"] } },
    "1.400004",
  ],
  [
    "any case",
    { Dimensions: { Key: "SERVICE", Values: ["aws lambda"], MatchOptions: ["EQUALS", "CASE_INSENSITIVE"] } },
    "1.700004",
  ],
  [
    "and, or",
    {
      And: [
        { Tags: { Key: "team", Values: ["x"] } },
        {
          Or: [
            { Dimensions: { Key: "USAGE_TYPE", Values: ["EU-Request-ARM"] } },
            { Dimensions: { Key: "USAGE_TYPE", Values: ["Request"] } },
          ],
        },
      ],
    },
    "0.1",
  ],
];
for (const [name, Filter, expected] of filters) {
  test(`filter: ${name}`, async () => assert.equal(await total({ Filter }), expected));
}

test("GetCostAndUsageWithResources gives the same by resource", async () => {
  const input = { TimePeriod: november, Granularity: "MONTHLY", GroupBy: [dimension("RESOURCE_ID")] } as const;
  const all = { Dimensions: { Key: "SERVICE", Values: ["AWS Lambda"] } } as const;
  const Filter = { Dimensions: { ...all.Dimensions, Values: [...all.Dimensions.Values] } };
  const { ResultsByTime } = await call("GetCostAndUsageWithResources", {
    ...input,
    GroupBy: [...input.GroupBy],
    Filter,
  });
  assert.deepEqual(
    ResultsByTime?.[0]?.Groups?.map(({ Keys }) => Keys),
    [[functionB], [functionA]],
  );
});

test("GetDimensionValues and GetTags say what there is in the period", async () => {
  const values = await call("GetDimensionValues", { TimePeriod: november, Dimension: "REGION" });
  assert.deepEqual(
    [values.DimensionValues?.map(({ Value }) => Value), values.TotalSize],
    [["eu-west-1", "us-east-1"], 2],
  );
  const found = await call("GetDimensionValues", {
    TimePeriod: november,
    Dimension: "USAGE_TYPE",
    SearchString: "arm",
  });
  assert.deepEqual(
    found.DimensionValues?.map(({ Value }) => Value),
    ["EU-Lambda-GB-Second-ARM", "EU-Request-ARM"],
  );
  const first = await call("GetDimensionValues", { TimePeriod: november, Dimension: "REGION", MaxResults: 1 });
  const rest = { TimePeriod: november, Dimension: "REGION", NextPageToken: first.NextPageToken } as const;
  assert.deepEqual(
    (await call("GetDimensionValues", rest)).DimensionValues?.map(({ Value }) => Value),
    ["us-east-1"],
  );
  assert.deepEqual((await call("GetTags", { TimePeriod: november })).Tags, ["team"]);
  assert.deepEqual((await call("GetTags", { TimePeriod: november, TagKey: "team" })).Tags, ["", "x"]);
});

test("what is wrong with a request is told as AWS does", async () => {
  const cases: [object, RegExp][] = [
    [{ TimePeriod: { Start: "2026-11-02", End: "2026-11-02" } }, /Start date \(and hour\) should be before end date/],
    [{ TimePeriod: { Start: "2026-11-02", End: "2026-12-02" } }, /end date past the beginning of next month/],
    [
      { TimePeriod: { Start: "November", End: "2026-11-02" } },
      /Start time November is invalid. Valid format is: yyyy-MM-dd/,
    ],
    [{ Metrics: ["Beauty"] }, /Invalid metric: Beauty/],
    [{ GroupBy: [dimension("REGION"), dimension("SERVICE"), dimension("OPERATION")] }, /At most 2 groups/],
    [{ GroupBy: [dimension("INSTANCE_TYPE")] }, /does not support the dimension INSTANCE_TYPE/],
    [{ Filter: {} }, /only one of And, Or, Not/],
    [{ Filter: { CostCategories: { Key: "a", Values: ["b"] } } }, /does not support cost categories/],
  ];
  for (const [input, message] of cases) {
    await assert.rejects(costs(input), (error: Error & { code?: string }) => {
      assert.equal(error.code, "ValidationException");
      assert.match(error.message, message);
      return true;
    });
  }
  await assert.rejects(costs({ NextPageToken: "x" }), { code: "InvalidNextTokenException" });
});

test("an idle account costs nothing", async () => {
  const as = { ...lab.asRoot, account: "111111111111" };
  const input = { TimePeriod: november, Granularity: "MONTHLY", Metrics: ["UnblendedCost"] } as const;
  const answer = await lab.table.call("cost-explorer", "GetCostAndUsage", { ...input, Metrics: ["UnblendedCost"] }, as);
  assert.deepEqual(answer.ResultsByTime?.[0]?.Total, { UnblendedCost: { Amount: "0", Unit: "USD" } });
});

function call<N extends OperationName<CostExplorer>>(operation: N, input: CallInput<CostExplorer, N>) {
  return lab.table.call("cost-explorer", operation, input, lab.asRoot);
}

function costs(input: Partial<CallInput<CostExplorer, "GetCostAndUsage">>) {
  const all = { TimePeriod: november, Granularity: "MONTHLY", Metrics: ["UnblendedCost"], ...input } as const;
  return call("GetCostAndUsage", all as CallInput<CostExplorer, "GetCostAndUsage">);
}

async function total(input: Partial<CallInput<CostExplorer, "GetCostAndUsage">>): Promise<string | undefined> {
  return (await costs(input)).ResultsByTime?.[0]?.Total?.UnblendedCost?.Amount;
}

function dimension(Key: string) {
  return { Type: "DIMENSION", Key } as const;
}

function record(of: Omit<UsageRecord, "service" | "operation">): UsageRecord {
  return { service: "AWS Lambda", operation: "Invoke", ...of };
}
