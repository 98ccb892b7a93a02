import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { eventually } from "../support/eventually.ts";
import { type Cluster, startCluster } from "./cluster.ts";

/** Each has timers of its own; over so many every node owns some. */
const regions = [
  "us-east-1",
  "us-west-2",
  "eu-west-1",
  "eu-west-3",
  "ap-south-1",
  "ap-east-1",
  "sa-east-1",
  "ca-west-1",
];

test("timers that any node sets fire once, on their owner; those of a node that died fire elsewhere within its lease's time", async () => {
  await using cluster = await startCluster();
  const at = (node: number, region: string) => cluster.client(CloudWatchClient, node, { region });
  const put = (node: number, region: string, threshold: number) =>
    at(node, region).send(
      new PutMetricAlarmCommand({
        AlarmName: "load",
        Namespace: "App",
        MetricName: "Load",
        Statistic: "Maximum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: threshold,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  for (const region of regions) {
    const MetricData = [0, 5, 10].map((minutes) => ({
      MetricName: "Load",
      Value: 50,
      Timestamp: new Date(Date.now() - minutes * 60_000),
    }));
    await at(0, region).send(new PutMetricDataCommand({ Namespace: "App", MetricData }));
  }
  // An alarm just put is evaluated by a timer that is due at once.
  await Promise.all(regions.map((region, index) => put(index % 3, region, 10)));
  await Promise.all(regions.map((region) => reaches(cluster, 1, region, "ALARM")));
  const owners = await cluster.query(
    "SELECT DISTINCT owner FROM squall_owned WHERE name LIKE 'timers/%' AND owner <> ''",
  );
  assert.ok(owners.length > 1, "several nodes have timers");
  await cluster.nodes[0]?.kill();
  await Promise.all(regions.map((region, index) => put(1 + (index % 2), region, 90)));
  await Promise.all(regions.map((region) => reaches(cluster, 1, region, "OK")));
  for (const region of regions) {
    const { AlarmHistoryItems = [] } = await at(2, region).send(
      new DescribeAlarmHistoryCommand({ AlarmName: "load", HistoryItemType: "StateUpdate" }),
    );
    assert.deepEqual(
      AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary?.split(" to ").at(-1)).toReversed(),
      ["ALARM", "OK"],
      region,
    );
  }
});

async function reaches({ client }: Cluster, node: number, region: string, state: string): Promise<void> {
  await eventually(async () => {
    const { MetricAlarms } = await client(CloudWatchClient, node, { region }).send(
      new DescribeAlarmsCommand({ AlarmNames: ["load"] }),
    );
    return MetricAlarms?.[0]?.StateValue === state || undefined;
  }, `${region} to be ${state}`);
}
