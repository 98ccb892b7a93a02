import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutQueryDefinitionCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { TestSquall } from "../support/squall.ts";

const group = `/console/cloudwatch/log-groups/${encodeURIComponent("/shop/orders")}`;
const metric = { Namespace: "Shop", MetricName: "Orders", Dimensions: [{ Name: "Country", Value: "CH" }] };
const graph = encodeURIComponent(
  JSON.stringify([
    { id: "m1", metric, stat: "Sum" },
    { id: "e1", expression: "m1 * 2", label: "Twice" },
  ]),
);

/** CloudWatch's pages, with something on them. */
export const watchPages: readonly string[] = [
  "/console/cloudwatch/alarms/orders-high",
  "/console/cloudwatch/alarms/orders-high/edit",
  "/console/cloudwatch/alarms/shop-is-ill",
  "/console/cloudwatch/create-composite-alarm",
  "/console/cloudwatch/dashboards",
  "/console/cloudwatch/dashboards/Shop",
  "/console/cloudwatch/create-dashboard",
  `/console/cloudwatch/metrics?graph=${graph}&tab=graphed`,
  "/console/cloudwatch/metrics?namespace=Shop&dimensions=Country",
  `${group}?tab=metric-filters`,
  `${group}/log-events?range=1h`,
  "/console/cloudwatch/logs-insights?group=/shop/orders",
];

export async function fillWatch(squall: TestSquall): Promise<void> {
  const watch = squall.client(CloudWatchClient);
  const logs = squall.client(CloudWatchLogsClient);
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  await watch.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: Array.from({ length: 60 }, (_none, minute) => ({
        MetricName: "Orders",
        Dimensions: metric.Dimensions,
        Timestamp: new Date(now - minute * 60_000),
        Value: 10 + (minute % 7),
      })),
    }),
  );
  await watch.send(
    new PutMetricAlarmCommand({
      AlarmName: "orders-high",
      ...metric,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 12,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: ["arn:aws:sns:us-east-1:000000000000:alarms"],
    }),
  );
  await watch.send(
    new PutCompositeAlarmCommand({
      AlarmName: "shop-is-ill",
      AlarmRule: 'ALARM("orders-high") AND NOT OK("orders-high")',
    }),
  );
  await watch.send(new PutDashboardCommand({ DashboardName: "Shop", DashboardBody: JSON.stringify(dashboard) }));
  const stream = { logGroupName: "/shop/orders", logStreamName: "one" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(
    new PutLogEventsCommand({
      ...stream,
      logEvents: Array.from({ length: 20 }, (_none, at) => ({
        timestamp: Date.now() - 20_000 + at * 1_000,
        message: JSON.stringify({ level: at % 4 === 0 ? "error" : "info", order: at, total: at * 3 }),
      })),
    }),
  );
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: stream.logGroupName,
      filterName: "errors",
      filterPattern: '{ $.level = "error" }',
      metricTransformations: [{ metricNamespace: "Shop", metricName: "Errors", metricValue: "1" }],
    }),
  );
  await logs.send(
    new PutQueryDefinitionCommand({
      name: "shop/errors",
      queryString: 'filter level = "error" | stats count(*) by bin(5m)',
      logGroupNames: [stream.logGroupName],
    }),
  );
}

const dashboard = {
  widgets: [
    {
      type: "metric",
      x: 0,
      y: 0,
      width: 12,
      height: 6,
      properties: {
        title: "Orders",
        view: "timeSeries",
        region: "us-east-1",
        metrics: [
          ["Shop", "Orders", "Country", "CH", { id: "m1", stat: "Sum" }],
          ["...", "DE"],
          [{ expression: "m1 * 2", label: "Twice", id: "e1" }],
        ],
        annotations: { horizontal: [{ label: "Enough", value: 12 }] },
      },
    },
    {
      type: "metric",
      x: 12,
      y: 0,
      width: 6,
      height: 3,
      properties: { view: "singleValue", metrics: [["Shop", "Orders", "Country", "CH"]], stat: "Maximum" },
    },
    {
      type: "alarm",
      x: 12,
      y: 3,
      width: 6,
      height: 3,
      properties: { alarms: ["arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders-high"] },
    },
    {
      type: "text",
      x: 18,
      y: 0,
      width: 6,
      height: 6,
      properties: {
        markdown: "# The shop\n\n- **Orders** of each country\n- see [alarms](/console/cloudwatch/alarms)",
      },
    },
    {
      type: "log",
      x: 0,
      y: 6,
      width: 24,
      height: 6,
      properties: { title: "Levels", query: "SOURCE '/shop/orders' | stats count(*) by level", view: "pie" },
    },
  ],
};
