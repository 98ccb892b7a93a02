import assert from "node:assert/strict";
import { test } from "node:test";
import { openCloudWatch, type TestCloudWatch } from "../../../../test/support/cloudwatch.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { servicePrincipal } from "../../principal.ts";
import { namespaceKey } from "../metrics/metric.ts";
import { receivedStore } from "../metrics/received-store.ts";
import { seriesStore } from "../metrics/series-store.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

test("PutMetricData then GetMetricStatistics: values of one minute are one data point", async () => {
  await using lab = await openCloudWatch();
  for (const value of [1, 2, 6]) await lab.put("Latency", value, lab.ago(30));
  assert.deepEqual(await statistics(lab, { name: "Latency" }), {
    Label: "Latency",
    Datapoints: [
      { Timestamp: lab.ago(minute), Unit: "None", SampleCount: 3, Sum: 9, Average: 3, Minimum: 1, Maximum: 6 },
    ],
  });
});

test("values with counts and statistic sets add up; percentiles come from values alone", async () => {
  await using lab = await openCloudWatch();
  const datum = { MetricName: "Size", Timestamp: lab.ago(10), Unit: "Bytes" } as const;
  await lab.call("PutMetricData", { Namespace: "App", MetricData: [{ ...datum, Values: [1, 10], Counts: [98, 2] }] });
  const extended = { name: "Size", extended: ["p50", "p99", "tm98"] };
  const { Datapoints } = await statistics(lab, extended);
  assert.deepEqual(Datapoints?.[0]?.ExtendedStatistics, { p50: 1, p99: 10, tm98: 1 });
  const StatisticValues = { SampleCount: 2, Sum: 5, Minimum: 2, Maximum: 3 };
  await lab.call("PutMetricData", { Namespace: "App", MetricData: [{ ...datum, StatisticValues }] });
  assert.deepEqual((await statistics(lab, extended)).Datapoints, []);
  const [point] = (await statistics(lab, { name: "Size" })).Datapoints ?? [];
  assert.deepEqual([point?.SampleCount, point?.Sum, point?.Unit], [102, 123, "Bytes"]);
});

test("units are data points of their own, and one can be asked for", async () => {
  await using lab = await openCloudWatch();
  const datum = { MetricName: "Time", Timestamp: lab.ago(10) } as const;
  await lab.call("PutMetricData", {
    Namespace: "App",
    MetricData: [
      { ...datum, Value: 1, Unit: "Seconds" },
      { ...datum, Value: 900, Unit: "Milliseconds" },
    ],
  });
  const units = async (unit?: "Seconds" | "Bytes") =>
    (await statistics(lab, { name: "Time", unit })).Datapoints?.map(({ Unit }) => Unit).sort();
  assert.deepEqual(await units(), ["Milliseconds", "Seconds"]);
  assert.deepEqual(await units("Seconds"), ["Seconds"]);
  assert.deepEqual(await units("Bytes"), []);
});

test("the order of dimensions does not matter, their set does", async () => {
  await using lab = await openCloudWatch();
  const dimensions = [
    { Name: "B", Value: "2" },
    { Name: "A", Value: "1" },
  ];
  await lab.call("PutMetricData", {
    Namespace: "App",
    MetricData: [{ MetricName: "M", Dimensions: dimensions, Value: 5, Timestamp: lab.ago(10) }],
  });
  const count = async (asked: typeof dimensions) =>
    (await statistics(lab, { name: "M", dimensions: asked })).Datapoints?.length;
  assert.equal(await count([...dimensions].reverse()), 1);
  assert.equal(await count(dimensions.slice(0, 1)), 0);
  assert.equal(await count([]), 0);
});

test("a high-resolution metric is had by the second for three hours, then by the minute", async () => {
  await using lab = await openCloudWatch();
  for (const seconds of [9, 8, 8]) {
    await lab.call("PutMetricData", {
      Namespace: "App",
      MetricData: [{ MetricName: "Fast", Value: 1, Timestamp: lab.ago(seconds), StorageResolution: 1 }],
    });
  }
  await lab.put("Slow", 1, lab.ago(9));
  const sums = async (name: string, period: number, since: number, until = 0) =>
    (await statistics(lab, { name, period, from: lab.ago(since), to: lab.ago(until) })).Datapoints?.map(
      ({ Sum }) => Sum,
    );
  assert.deepEqual(await sums("Fast", 1, 10), [1, 2]);
  assert.deepEqual(await sums("Fast", 5, 10), [3]);
  assert.deepEqual(await sums("Fast", minute, minute), [3]);
  assert.deepEqual(await sums("Slow", 1, 10), []);
  lab.host.clock.advance(3 * hour * 1000);
  assert.deepEqual(await sums("Fast", 1, 3 * hour + 10, 3 * hour), []);
  assert.deepEqual(await sums("Fast", minute, 3 * hour + minute, 3 * hour), [3]);
});

test("folding chunks into blocks changes nothing that is read", async () => {
  await using lab = await openCloudWatch();
  for (let index = 0; index < 70; index++) await lab.put("Many", index, lab.ago(index % 7 === 0 ? 3_600 : 5));
  const { Datapoints } = await statistics(lab, { name: "Many", from: lab.ago(2 * hour), period: 2 * hour });
  assert.deepEqual([Datapoints?.length, Datapoints?.[0]?.SampleCount, Datapoints?.[0]?.Sum], [1, 70, 2_415]);
});

test("data are rolled up as they age, and their sums stay", async () => {
  await using lab = await openCloudWatch();
  for (let index = 0; index < 10; index++) await lab.put("Old", index, lab.ago(index * minute + 1));
  const read = async (age: number, period: number) => {
    const { Datapoints } = await statistics(lab, { name: "Old", from: lab.ago(age + hour), to: lab.ago(age), period });
    return { points: Datapoints?.length, sum: Datapoints?.reduce((sum, point) => sum + (point.Sum ?? 0), 0) };
  };
  const grow = async (days: number) => {
    lab.host.clock.advance(days * day * 1000);
    await lab.host.storage.timers.idle();
  };
  assert.deepEqual(await read(0, minute), { points: 10, sum: 45 });
  await grow(16);
  assert.deepEqual(await read(16 * day, minute), { points: 0, sum: 0 });
  assert.deepEqual(await read(16 * day, 5 * minute), { points: 2, sum: 45 });
  await grow(50);
  assert.deepEqual(await read(66 * day, 5 * minute), { points: 0, sum: 0 });
  assert.deepEqual(await read(66 * day, hour), { points: 1, sum: 45 });
  await grow(400);
  assert.deepEqual(await read(466 * day, hour), { points: 0, sum: 0 });
});

test("what is past its age goes, however much it is, in writes of a thousand rows", async () => {
  await using lab = await openCloudWatch();
  const Timestamp = lab.ago(10);
  for (let batch = 0; batch < 3; batch++) {
    const MetricData = Array.from({ length: 900 }, (_, index) => ({
      MetricName: `M${batch}-${index}`,
      Value: 1,
      Timestamp,
    }));
    await lab.call("PutMetricData", { Namespace: "App", MetricData }, { deduplicationId: `batch-${batch}` });
  }
  const partition = lab.host.storage.partition(namespaceKey(lab.asRoot, "App"));
  const known = () =>
    partition.read((tx) => seriesStore.listMetrics(tx, { name: undefined, after: "", sinceS: 0, limit: 5_000 }));
  assert.equal((await known()).length, 2_700);
  lab.host.clock.advance(500 * day * 1000);
  await lab.host.storage.timers.idle();
  assert.deepEqual(await known(), []);
  assert.equal(await partition.write((tx) => receivedStore.add(tx, "batch-0", 0)), true);
});

test("a batch that is delivered twice counts once", async () => {
  await using lab = await openCloudWatch();
  const input = { Namespace: "App", MetricData: [{ MetricName: "M", Value: 2, Timestamp: lab.ago(10) }] };
  for (const deduplicationId of ["a", "a", "b"]) await lab.call("PutMetricData", input, { deduplicationId });
  assert.equal((await statistics(lab, { name: "M" })).Datapoints?.[0]?.Sum, 4);
});

test("ListMetrics filters by name, dimension and activity", async () => {
  await using lab = await openCloudWatch();
  const MetricData = ["x", "y"].flatMap((id) => [
    { MetricName: "Calls", Value: 1, Dimensions: [{ Name: "Id", Value: id }] },
    {
      MetricName: "Faults",
      Value: 1,
      Dimensions: [
        { Name: "Id", Value: id },
        { Name: "Zone", Value: "a" },
      ],
    },
  ]);
  await lab.call("PutMetricData", { Namespace: "App", MetricData });
  await lab.call("PutMetricData", { Namespace: "Other", MetricData: MetricData.slice(0, 1) });
  await lab.call("PutMetricData", { Namespace: "Else", MetricData }, { region: "eu-west-1" });
  const list = async (input: Parameters<typeof lab.call<"ListMetrics">>[1]) =>
    (await lab.call("ListMetrics", input)).Metrics?.map(({ MetricName }) => MetricName).sort();
  assert.deepEqual(await list({}), ["Calls", "Calls", "Calls", "Faults", "Faults"]);
  assert.deepEqual(await list({ Namespace: "App", MetricName: "Calls" }), ["Calls", "Calls"]);
  assert.deepEqual(await list({ Namespace: "App", Dimensions: [{ Name: "Zone" }] }), ["Faults", "Faults"]);
  assert.deepEqual(await list({ Dimensions: [{ Name: "Id", Value: "y" }] }), ["Calls", "Faults"]);
  lab.host.clock.advance(4 * hour * 1000);
  assert.deepEqual(await list({ RecentlyActive: "PT3H" }), []);
  assert.equal((await list({}))?.length, 5);
  lab.host.clock.advance(14 * day * 1000);
  assert.deepEqual(await list({}), []);
});

test("ListMetrics gives 500 a page, each metric once", async () => {
  await using lab = await openCloudWatch();
  for (const Namespace of ["A", "B"]) {
    const MetricData = Array.from({ length: 600 }, (_none, index) => ({ MetricName: `M${index}`, Value: 1 }));
    await lab.call("PutMetricData", { Namespace, MetricData });
  }
  const seen = new Set<string>();
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await lab.call("ListMetrics", { NextToken });
    for (const { Namespace, MetricName } of page.Metrics ?? []) seen.add(`${Namespace} ${MetricName}`);
    sizes.push(page.Metrics?.length ?? 0);
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(sizes, [500, 500, 200]);
  assert.equal(seen.size, 1_200);
  await assert.rejects(lab.call("ListMetrics", { NextToken: "nonsense" }), { code: "InvalidNextToken" });
});

test("only AWS's services publish in AWS's namespaces", async () => {
  await using lab = await openCloudWatch();
  const input = { Namespace: "AWS/Lambda", MetricData: [{ MetricName: "Invocations", Value: 1 }] };
  await assert.rejects(lab.call("PutMetricData", input), {
    message: "The value AWS/Lambda for parameter Namespace is invalid.",
  });
  await lab.call("PutMetricData", input, { principal: servicePrincipal("lambda.amazonaws.com", lab.asRoot.account) });
  assert.equal((await lab.call("ListMetrics", { Namespace: "AWS/Lambda" })).Metrics?.length, 1);
});

test("the access check lets those services in that publish, and no others", async () => {
  await using lab = await openCloudWatch([iam], createAccessControl);
  const put = (service: string) =>
    lab.call(
      "PutMetricData",
      { Namespace: "AWS/Lambda", MetricData: [{ MetricName: "Invocations", Value: 1 }] },
      { principal: servicePrincipal(service, lab.asRoot.account) },
    );
  for (const service of ["lambda", "logs", "s3", "sqs", "sns", "events", "scheduler", "pipes"])
    await put(`${service}.amazonaws.com`);
  await assert.rejects(put("someone.amazonaws.com"), { code: "AccessDenied" });
});

const wrongData = {
  "counts that do not fit, beside statistics": [
    { Values: [1], Counts: [1, 2], StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
    "InvalidParameterValueException",
    /must be of the same size/,
  ],
  "no value": [{}, "MissingRequiredParameterException", /At least one of the parameters MetricData\.member\.1\.Value/],
  "two kinds of value": [
    { Value: 1, Values: [1] },
    "InvalidParameterCombinationException",
    /MetricData\.member\.1\.Value and MetricData\.member\.1\.Values are mutually exclusive/,
  ],
  "not a number": [
    { Value: Number.NaN },
    "InvalidParameterValueException",
    /The value NaN for parameter MetricData\.member\.1\.Value is invalid/,
  ],
  infinity: [{ Values: [1, Number.POSITIVE_INFINITY] }, "InvalidParameterValueException", /Values is invalid/],
  "a value too large": [{ Value: 2 ** 361 }, "InvalidParameterValueException", /Value is invalid/],
  "counts of another size": [
    { Values: [1, 2], Counts: [1] },
    "InvalidParameterValueException",
    /must be of the same size/,
  ],
  "151 values": [{ Values: Array(151).fill(1) }, "InvalidParameterValueException", /not have a size greater than 150/],
  "a time too old": [
    { Value: 1, Timestamp: new Date(0) },
    "InvalidParameterValueException",
    /within the past two weeks/,
  ],
  "a time too new": [
    { Value: 1, Timestamp: new Date(Date.UTC(2027, 0)) },
    "InvalidParameterValueException",
    /no more than two hours in the future/,
  ],
  "a resolution of 30": [
    { Value: 1, StorageResolution: 30 },
    "InvalidParameterValueException",
    /StorageResolution is invalid/,
  ],
  "a dimension beginning with a colon": [
    { Value: 1, Dimensions: [{ Name: ":a", Value: "b" }] },
    "InvalidParameterValueException",
    /Dimensions\.member\.1\.Name is invalid/,
  ],
  "31 dimensions": [
    { Value: 1, Dimensions: Array.from({ length: 31 }, (_none, index) => ({ Name: `d${index}`, Value: "v" })) },
    "InvalidParameterValueException",
    /not have a size greater than 30/,
  ],
  "an incomplete statistic set": [
    { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: undefined } },
    "MissingRequiredParameterException",
    /StatisticValues\.Maximum is required/,
  ],
} as const;

for (const [what, [datum, code, message]] of Object.entries(wrongData)) {
  test(`PutMetricData refuses ${what}, and stores nothing of the batch`, async () => {
    await using lab = await openCloudWatch();
    const MetricData = [
      { MetricName: "M", ...datum },
      { MetricName: "Good", Value: 1 },
    ] as never;
    await assert.rejects(lab.call("PutMetricData", { Namespace: "App", MetricData }), { code, message });
    assert.deepEqual((await lab.call("ListMetrics", {})).Metrics, []);
  });
}

test("PutMetricData takes 1,000 data of one call and no more", async () => {
  await using lab = await openCloudWatch();
  const put = (length: number) =>
    lab.call("PutMetricData", { Namespace: "App", MetricData: Array(length).fill({ MetricName: "M", Value: 1 }) });
  await put(1_000);
  await assert.rejects(put(1_001), { code: "InvalidParameterValueException" });
  assert.equal((await statistics(lab, { name: "M", to: lab.ago(-60) })).Datapoints?.[0]?.SampleCount, 1_000);
});

test("GetMetricStatistics gives 1,440 points at most and tells what is wrong with a request", async () => {
  await using lab = await openCloudWatch();
  const cases = [
    [
      { from: lab.ago(day + minute) },
      "InvalidParameterCombinationException",
      /up to 1441 datapoints, which exceeds the limit of 1440/,
    ],
    [
      { period: 90 },
      "InvalidParameterValueException",
      /Period must be a value in the set \[ 1,5,10,20,30 \] or a multiple of 60/,
    ],
    [{ from: lab.ago(0) }, "InvalidParameterValueException", /StartTime must be less than the parameter EndTime/],
    [{ statistics: [] }, "MissingRequiredParameterException", /Must specify either Statistics or ExtendedStatistics/],
    [{ extended: ["p50"], statistics: ["Sum"] }, "InvalidParameterCombinationException", /but not both/],
    [{ extended: ["p101"] }, "InvalidParameterValueException", /The value p101 for parameter ExtendedStatistics/],
  ] as const;
  for (const [asked, code, message] of cases) {
    await assert.rejects(statistics(lab, { name: "M", ...asked } as never), { code, message });
  }
  await statistics(lab, { name: "M", from: lab.ago(day) });
});

interface Asked {
  name: string;
  dimensions?: { Name: string; Value: string }[];
  from?: Date;
  to?: Date;
  period?: number;
  unit?: "Seconds" | "Bytes";
  statistics?: ("Sum" | "Average")[];
  extended?: string[];
}

function statistics(lab: TestCloudWatch, asked: Asked) {
  const all = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"] as const;
  return lab.call("GetMetricStatistics", {
    Namespace: "App",
    MetricName: asked.name,
    Dimensions: asked.dimensions,
    StartTime: asked.from ?? lab.ago(5 * minute),
    EndTime: asked.to ?? lab.ago(0),
    Period: asked.period ?? minute,
    Unit: asked.unit,
    Statistics: asked.statistics ?? (asked.extended ? undefined : [...all]),
    ExtendedStatistics: asked.extended,
  });
}
