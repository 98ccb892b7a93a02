import type { NeedsNoSpace } from "../service.ts";
import type { CloudWatch } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<CloudWatch> = {
  DescribeAlarmHistory: "reads",
  DescribeAlarms: "reads",
  DescribeAlarmsForMetric: "reads",
  GetDashboard: "reads",
  GetMetricData: "reads",
  GetMetricStatistics: "reads",
  ListDashboards: "reads",
  ListMetrics: "reads",
  ListTagsForResource: "reads",
  DeleteAlarms: "givesBack",
  DeleteDashboards: "givesBack",
  DisableAlarmActions: "givesBack",
  UntagResource: "givesBack",
};
