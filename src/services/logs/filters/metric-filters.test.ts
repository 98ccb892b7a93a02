import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import { group, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { defineService } from "../../service.ts";
import { logs } from "../service.ts";

type CloudWatch = typeof import("@aws-sdk/client-cloudwatch");

/** CloudWatch Logs with a group and a CloudWatch that writes down what it is given. */
async function openMetrics(context: TestContext) {
  const given: (MetricDatum & { Namespace: string | undefined })[] = [];
  const faults: AwsError[] = [];
  const cloudwatch = defineService<CloudWatch>({
    name: "cloudwatch",
    migrations: [],
    access: { prefix: "cloudwatch", resource: () => "*" },
    create: () => undefined,
    operations: {
      ListMetrics: async () => async () => ({}),
      PutMetricData:
        async () =>
        async ({ Namespace, MetricData }) => {
          const fault = faults.shift();
          if (fault) throw fault;
          for (const datum of MetricData ?? []) given.push({ Namespace, ...datum });
          return {};
        },
    },
  });
  const harness = await openServiceTest(context, [logs, cloudwatch]);
  const { call, table, clock } = harness;
  await call("cloudwatch-logs", "CreateLogGroup", group);
  await call("cloudwatch-logs", "CreateLogStream", stream);
  const startMs = clock.nowMs();
  const put = async (...events: readonly (readonly [offsetMs: number, message: string])[]) => {
    const logEvents = events.map(([offsetMs, message]) => ({ timestamp: startMs + offsetMs, message }));
    await call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents });
    await table.host.storage.outbox.idle();
  };
  const filter = (filterPattern: string, transformation: object, input: object = {}) =>
    call("cloudwatch-logs", "PutMetricFilter", {
      ...group,
      filterName: "f",
      filterPattern,
      metricTransformations: [{ metricName: "m", metricNamespace: "n", metricValue: "1", ...transformation }],
      ...input,
    });
  /** What was given since the last time, in few words. */
  const taken = () =>
    given
      .splice(0)
      .map(({ Timestamp, Values, Counts, Dimensions }) => [
        (Number(Timestamp) - startMs) / 60_000,
        Dimensions?.map(({ Name, Value }) => `${Name}=${Value}`).join(),
        Values?.map((value, index) => `${value}x${Counts?.[index]}`).join(),
      ]);
  return { ...harness, put, filter, given, taken, faults, startMs };
}

test("matching events are counted by minute and batch, not by line", async (context) => {
  const { put, filter, given, taken, call, startMs } = await openMetrics(context);
  await put([0, "ERROR before the filter"]);
  await filter("ERROR", { unit: "Count" });
  await put([0, "ERROR a"], [10, "fine"], [20, "ERROR b"], [61_000, "ERROR c"]);
  assert.deepEqual(given[0], {
    Namespace: "n",
    MetricName: "m",
    Timestamp: new Date(startMs),
    Values: [1],
    Counts: [2],
    Dimensions: [],
    Unit: "Count",
  });
  assert.deepEqual(taken(), [
    [0, "", "1x2"],
    [1, "", "1x1"],
  ]);
  await put([0, "fine"]);
  assert.deepEqual(taken(), []);
  await filter("WARN", { metricValue: "2.5" });
  await put([0, "ERROR"], [1, "WARN"]);
  assert.deepEqual(taken(), [[0, "", "2.5x1"]]);
  await call("cloudwatch-logs", "DeleteMetricFilter", { ...group, filterName: "f" });
  await put([0, "WARN"]);
  assert.deepEqual(taken(), []);
});

test("values and dimensions come from the event", async (context) => {
  const { put, filter, taken } = await openMetrics(context);
  await filter("{ $.ms > 0 }", { metricValue: "$.ms", dimensions: { Host: "$.host.name", Ok: "$.ok" } });
  await put(
    [0, '{"ms":5,"host":{"name":"a"},"ok":true}'],
    [1, '{"ms":5,"host":{"name":"a"},"ok":true}'],
    [2, '{"ms":"7.5","host":{"name":"a"},"ok":true}'],
    [3, '{"ms":1,"host":{"name":"b"},"ok":false}'],
    [4, '{"ms":1,"ok":false}'],
    [5, '{"host":{"name":"b"},"ok":false}'],
    [6, "text"],
  );
  assert.deepEqual(taken(), [
    [0, "Host=a,Ok=true", "5x2,7.5x1"],
    [0, "Host=b,Ok=false", "1x1"],
  ]);
  await filter("[host, ..., bytes > 10]", { metricValue: "$bytes", dimensions: { Host: "$host" } });
  await put([0, "a x y 11"], [1, "a 12"], [2, "a 9"]);
  assert.deepEqual(taken(), [[0, "Host=a", "11x1,12x1"]]);
  await filter("[a, b]", { metricValue: "$2" }, {});
  await put([0, "x 200"]);
  assert.deepEqual(taken(), []);
});

test("a minute without a match gives the default value, once", async (context) => {
  const { put, filter, taken } = await openMetrics(context);
  await filter("ERROR", { defaultValue: 0 });
  await put([0, "fine"]);
  await put([10, "fine"]);
  assert.deepEqual(taken(), [[0, "", "0x1"]]);
  await put([60_000, "ERROR"], [120_000, "fine"]);
  await put([61_000, "fine"]);
  assert.deepEqual(taken(), [
    [1, "", "1x1"],
    [2, "", "0x1"],
  ]);
});

test("many values are several data, and a fault of CloudWatch loses none", async (context) => {
  const { put, filter, taken, faults, clock, table } = await openMetrics(context);
  await filter("{ $.n = * }", { metricValue: "$.n" });
  await put(...Array.from({ length: 400 }, (_, n) => [n, JSON.stringify({ n })] as const));
  assert.deepEqual(
    taken().map(([, , values]) => String(values).split(",").length),
    [150, 150, 100],
  );
  faults.push(new AwsError("InternalServiceFault", "not now", { status: 500 }));
  await put([0, '{"n":1}']);
  assert.deepEqual(taken(), []);
  clock.advance(60_000);
  await table.host.storage.outbox.idle();
  assert.deepEqual(taken(), [[0, "", "1x1"]]);
  // What is refused is lost, and nothing beside it.
  const never = new AwsError("InvalidParameterValue", "never");
  faults.push(never, never);
  await put([0, '{"n":1}'], [60_000, '{"n":2}'], [120_000, '{"n":3}']);
  assert.deepEqual(taken(), [
    [1, "", "2x1"],
    [2, "", "3x1"],
  ]);
  clock.advance(600_000);
  await table.host.storage.outbox.idle();
  assert.deepEqual(taken(), []);
});

test("metric filters are described by group, by metric, and in pages", async (context) => {
  const { filter, call, startMs } = await openMetrics(context);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "h" });
  for (const filterName of ["a1", "a2", "b"]) await filter("x", { metricName: filterName }, { filterName });
  await filter("[a, b]", { dimensions: { D: "$a" }, unit: "Bytes" }, { logGroupName: "h", filterName: "a1" });
  const describe = (input: object = {}) => call("cloudwatch-logs", "DescribeMetricFilters", input);
  const names = async (input: object) =>
    ((await describe(input)).metricFilters ?? []).map(
      ({ logGroupName, filterName }) => `${logGroupName}/${filterName}`,
    );
  assert.deepEqual(await names({}), ["g/a1", "h/a1", "g/a2", "g/b"]);
  assert.deepEqual(await names({ ...group, filterNamePrefix: "a" }), ["g/a1", "g/a2"]);
  assert.deepEqual(await names({ metricName: "m", metricNamespace: "n" }), ["h/a1"]);
  const first = await describe({ limit: 3 });
  assert.equal(first.metricFilters?.length, 3);
  assert.deepEqual(await names({ limit: 3, nextToken: first.nextToken }), ["g/b"]);
  assert.deepEqual((await describe({ logGroupName: "h" })).metricFilters, [
    {
      filterName: "a1",
      filterPattern: "[a, b]",
      metricTransformations: [
        { metricName: "m", metricNamespace: "n", metricValue: "1", dimensions: { D: "$a" }, unit: "Bytes" },
      ],
      creationTime: startMs,
      logGroupName: "h",
      applyOnTransformedLogs: false,
    },
  ]);
  const { logGroups } = await call("cloudwatch-logs", "DescribeLogGroups", {});
  assert.deepEqual(
    logGroups?.map(({ metricFilterCount }) => metricFilterCount),
    [3, 1],
  );
  // A group made again has none of the old filters.
  await call("cloudwatch-logs", "DeleteLogGroup", { logGroupName: "h" });
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "h" });
  assert.deepEqual(await names({ logGroupName: "h" }), []);
});

test("PutMetricFilter refuses what cannot give a metric", async (context) => {
  const { filter, call } = await openMetrics(context);
  const invalid = "InvalidParameterException";
  const exclusive = "Invalid metric transformation: dimensions and default value are mutually exclusive properties";
  await refuses(filter("[a]", { defaultValue: 0, dimensions: { A: "$a" } }), invalid, exclusive);
  const noDimensions = "The specified filter pattern does not support dimensions";
  await refuses(filter("ERROR", { dimensions: { A: "$.a" } }), invalid, noDimensions);
  await refuses(filter("ERROR", { metricValue: "$.a" }), invalid, /neither a number nor a field/);
  await refuses(filter("[a]", { metricValue: "$b" }), invalid, /neither a number nor a field/);
  await refuses(filter("{", {}), invalid, "Invalid filter pattern");
  await refuses(filter("x", { metricNamespace: "AWS/Lambda" }), invalid, /reserved for AWS/);
  await refuses(filter("x", {}, { applyOnTransformedLogs: true }), invalid, /does not support/);
  await refuses(filter("x", {}, { logGroupName: "none" }), "ResourceNotFoundException", /log group does not exist/);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "ia", logGroupClass: "INFREQUENT_ACCESS" });
  await refuses(
    filter("x", {}, { logGroupName: "ia" }),
    "InvalidOperationException",
    /PutMetricFilter is not supported/,
  );
  const none = call("cloudwatch-logs", "DeleteMetricFilter", { ...group, filterName: "none" });
  await refuses(none, "ResourceNotFoundException", "The specified metric filter does not exist.");
  await refuses(
    call("cloudwatch-logs", "DescribeMetricFilters", { metricName: "m" }),
    invalid,
    /must be specified together/,
  );
  for (let count = 0; count < 100; count++) await filter("x", {}, { filterName: `f${count}` });
  await refuses(filter("x", {}, { filterName: "one more" }), "LimitExceededException", "Resource limit exceeded.");
});

test("without CloudWatch a metric filter is refused, not forgotten", async (context) => {
  const { call } = await openLogs(context);
  const put = call("cloudwatch-logs", "PutMetricFilter", {
    ...group,
    filterName: "f",
    filterPattern: "x",
    metricTransformations: [{ metricName: "m", metricNamespace: "n", metricValue: "1" }],
  });
  await refuses(put, "InvalidParameterException", /no CloudWatch metrics/);
});

test("five filters of a group may have an expression, whichever they are; another may take the place of one", async (context) => {
  const { filter } = await openMetrics(context);
  for (let index = 0; index < 5; index++) await filter(`%a{${index}}%`, {}, { filterName: `f${index}` });
  await refuses(filter("%b%", {}, { filterName: "sixth" }), "LimitExceededException", "Resource limit exceeded.");
  await filter("%b%", {}, { filterName: "f4" });
  await filter("plain", {}, { filterName: "sixth" });
});
