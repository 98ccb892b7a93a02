import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { actionOrder, runAction } from "./alarms/run-action.ts";
import { publishEmbeddedMetrics } from "./metrics/embedded-metrics.ts";
import { migrations } from "./migrations.ts";
import type { CloudWatch } from "./model.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { describeAlarmsForMetric } from "./operations/describe-alarms-for-metric.ts";
import { disableAlarmActions } from "./operations/disable-alarm-actions.ts";
import { enableAlarmActions } from "./operations/enable-alarm-actions.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putCompositeAlarm } from "./operations/put-composite-alarm.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { type CloudWatchState, closeCloudWatch, createCloudWatchState, startCloudWatch } from "./state.ts";

/** Metrics, alarms and dashboards. */
export const cloudwatch = defineService<CloudWatch, CloudWatchState>({
  name: "cloudwatch",
  migrations,
  access: accessRules,
  create: createCloudWatchState,
  start: startCloudWatch,
  stop: closeCloudWatch,
  reset: closeCloudWatch,
  effects: {
    "alarm-action": { receive: runAction, order: actionOrder },
    "embedded-metrics": { receive: publishEmbeddedMetrics },
  },
  operations: {
    DeleteAlarms: deleteAlarms,
    DeleteDashboards: deleteDashboards,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DisableAlarmActions: disableAlarmActions,
    EnableAlarmActions: enableAlarmActions,
    GetDashboard: getDashboard,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListDashboards: listDashboards,
    ListMetrics: listMetrics,
    ListTagsForResource: listTagsForResource,
    PutCompositeAlarm: putCompositeAlarm,
    PutDashboard: putDashboard,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
});
