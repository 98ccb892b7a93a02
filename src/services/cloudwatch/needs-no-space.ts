import type { NeedsNoSpace } from "../service.ts";
import type { CloudWatch } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<CloudWatch> = {
  DescribeAlarmHistory: true,
  DescribeAlarms: true,
  DescribeAlarmsForMetric: true,
  GetDashboard: true,
  GetMetricData: true,
  GetMetricStatistics: true,
  ListDashboards: true,
  ListMetrics: true,
  ListTagsForResource: true,
  DeleteAlarms: true,
  DeleteDashboards: true,
  DisableAlarmActions: true,
  UntagResource: true,
};
