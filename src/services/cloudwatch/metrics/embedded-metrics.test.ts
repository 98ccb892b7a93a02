import assert from "node:assert/strict";
import { test } from "node:test";
import { openCloudWatch } from "../../../../test/support/cloudwatch.ts";
import { logs } from "../../logs/service.ts";
import { limits } from "../limits.ts";
import { readEmbeddedMetrics } from "./embedded-metrics.ts";

const document = {
  _aws: {
    Timestamp: 1_767_225_600_000,
    CloudWatchMetrics: [
      {
        Namespace: "Shop",
        Dimensions: [["Service"], ["Service", "Page"]],
        Metrics: [
          { Name: "Latency", Unit: "Milliseconds" },
          { Name: "Items", StorageResolution: 1 },
        ],
      },
    ],
  },
  Service: "web",
  Page: "home",
  Latency: [10, 20],
  Items: 3,
  note: "kept in the log alone",
};

test("each metric is published with each set of dimensions", () => {
  const found = [...readEmbeddedMetrics([0, JSON.stringify(document)])].map(({ values, ...datum }) => ({
    ...datum,
    sum: values.sum,
  }));
  const common = { namespace: "Shop", atMs: 1_767_225_600_000 };
  const latency = { ...common, name: "Latency", unit: "Milliseconds", resolutionS: 60, sum: 30 };
  const items = { ...common, name: "Items", unit: "None", resolutionS: 1, sum: 3 };
  const service = [["Service", "web"]];
  const page = [
    ["Page", "home"],
    ["Service", "web"],
  ];
  assert.deepEqual(found, [
    { ...latency, dimensions: service },
    { ...latency, dimensions: page },
    { ...items, dimensions: service },
    { ...items, dimensions: page },
  ]);
});

test("a runtime's columns may stand before the document", () => {
  const line = `2026-01-01T00:00:00.000Z\t8f5d\tINFO\t${JSON.stringify(document)}\n`;
  assert.equal([...readEmbeddedMetrics([0, line])].length, 4);
});

for (const [what, change] of Object.entries({
  "no document": "hello",
  "no metadata": { ...document, _aws: undefined },
  "a dimension without value": { ...document, Service: undefined },
  "a dimension that is a number": { ...document, Service: 7 },
  "AWS's namespace": {
    ...document,
    _aws: { CloudWatchMetrics: [{ Namespace: "AWS/Lambda", Metrics: [{ Name: "Items" }] }] },
  },
  "101 values": { ...document, Latency: Array(101).fill(1), Items: undefined },
  "a value that is a text": { ...document, Latency: "fast", Items: null },
})) {
  test(`${what} publishes nothing`, () => {
    const message = typeof change === "string" ? change : JSON.stringify(change);
    assert.deepEqual([...readEmbeddedMetrics([0, message])], []);
  });
}

test("PutLogEvents: a document in a log becomes metrics, once, and other lines do not", async () => {
  await using lab = await openCloudWatch([logs]);
  const group = { logGroupName: "app", logStreamName: "one" };
  const put = (messages: readonly string[]) =>
    lab.table.call(
      "cloudwatch-logs",
      "PutLogEvents",
      { ...group, logEvents: messages.map((message) => ({ timestamp: lab.nowMs(), message })) },
      lab.asRoot,
    );
  await lab.table.call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "app" }, lab.asRoot);
  await lab.table.call("cloudwatch-logs", "CreateLogStream", group, lab.asRoot);
  await put(["plain", '{"json": true}', JSON.stringify(document)]);
  await lab.host.storage.outbox.idle();
  const { Datapoints } = await lab.call("GetMetricStatistics", {
    Namespace: "Shop",
    MetricName: "Latency",
    Dimensions: [{ Name: "Service", Value: "web" }],
    StartTime: lab.ago(60),
    EndTime: lab.ago(-60),
    Period: 60,
    Statistics: ["Sum", "SampleCount"],
  });
  assert.deepEqual(
    Datapoints?.map(({ Sum, SampleCount, Unit }) => [Sum, SampleCount, Unit]),
    [[30, 2, "Milliseconds"]],
  );
});

test("what a log group's metric filter finds is a metric, too", async () => {
  await using lab = await openCloudWatch([logs]);
  const stream = { logGroupName: "app", logStreamName: "one" };
  await lab.table.call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "app" }, lab.asRoot);
  await lab.table.call("cloudwatch-logs", "CreateLogStream", stream, lab.asRoot);
  const metricTransformations = [{ metricNamespace: "Shop", metricName: "Faults", metricValue: "1" }];
  const filter = { logGroupName: "app", filterName: "faults", filterPattern: "ERROR", metricTransformations };
  await lab.table.call("cloudwatch-logs", "PutMetricFilter", filter, lab.asRoot);
  const logEvents = ["ERROR one", "fine", "ERROR two"].map((message) => ({ timestamp: lab.nowMs(), message }));
  await lab.table.call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents }, lab.asRoot);
  await lab.host.storage.outbox.idle();
  const { Datapoints } = await lab.call("GetMetricStatistics", {
    Namespace: "Shop",
    MetricName: "Faults",
    StartTime: lab.ago(60),
    EndTime: lab.ago(-60),
    Period: 60,
    Statistics: ["Sum"],
  });
  assert.deepEqual(
    Datapoints?.map(({ Sum }) => Sum),
    [2],
  );
});

test("a document of a few hundred kilobytes does not become millions of data", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `m${index}`);
  const document = {
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: "many",
          Dimensions: Array.from({ length: 10_000 }, () => []),
          Metrics: names.map((Name) => ({ Name })),
        },
      ],
    },
    ...Object.fromEntries(names.map((name) => [name, 1])),
  };
  assert.equal([...readEmbeddedMetrics([0, JSON.stringify(document)])].length, limits.embeddedDataPerEvent);
});
