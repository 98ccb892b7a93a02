import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, type LogGroup, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { alarmPath, dashboardPath, groupPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([groups, alarms, dashboards], search);

const groups = findableKind<LogGroup>({
  kind: "Log group",
  async *pages({ client }) {
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: client(CloudWatchLogsClient) }, {})) {
      yield logGroups;
    }
  },
  name: ({ logGroupName }) => logGroupName,
  href: ({ logGroupName = "" }) => groupPath(logGroupName),
});

const alarms = findableKind<string>({
  kind: "Alarm",
  async *pages({ client }) {
    const pages = paginateDescribeAlarms(
      { client: client(CloudWatchClient) },
      { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
    );
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      yield [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "" }) => AlarmName);
    }
  },
  name: (name) => name,
  href: alarmPath,
});

const dashboards = findableKind<string>({
  kind: "Dashboard",
  async *pages({ client }) {
    for await (const { DashboardEntries = [] } of paginateListDashboards({ client: client(CloudWatchClient) }, {})) {
      yield DashboardEntries.map(({ DashboardName = "" }) => DashboardName);
    }
  },
  name: (name) => name,
  href: dashboardPath,
});
