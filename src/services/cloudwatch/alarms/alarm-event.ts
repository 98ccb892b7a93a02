import type { Place } from "../../service.ts";
import { alarmArn } from "../access-rules.ts";
import type { Alarm, AlarmConfiguration, AlarmState } from "./alarm.ts";
import { toLongTime } from "./state-reason.ts";
import { toEventState } from "./tell-state.ts";

/** What a function gets when an alarm changes its state. Source: "Invoke a Lambda function from an alarm". */
export function toAlarmEvent(alarm: Alarm, before: AlarmState, at: Place, metricId: string): string {
  const { configuration, state } = alarm;
  return JSON.stringify({
    source: "aws.cloudwatch",
    alarmArn: alarmArn(at, configuration.AlarmName),
    accountId: at.account,
    time: toLongTime(state.updatedMs),
    region: at.region,
    alarmData: {
      alarmName: configuration.AlarmName,
      state: toEventState(state),
      previousState: toEventState(before),
      configuration: toEventConfiguration(configuration, metricId),
    },
  });
}

/** An alarm's configuration as events show it. */
export function toEventConfiguration(configuration: AlarmConfiguration, metricId: string) {
  return { description: configuration.AlarmDescription, metrics: toEventMetrics(configuration, metricId) };
}

function toEventMetrics(configuration: AlarmConfiguration, metricId: string) {
  const { Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = configuration;
  if (!Metrics) {
    const metric = { namespace: Namespace, name: MetricName, dimensions: toObject(Dimensions) };
    const metricStat = { metric, period: Period, stat: Statistic ?? ExtendedStatistic, unit: Unit };
    return [{ id: metricId, metricStat, returnData: true }];
  }
  return Metrics.map(({ Id, Label, Expression, MetricStat, ReturnData = true }) => ({
    id: Id,
    label: Label,
    expression: Expression,
    metricStat: MetricStat && {
      metric: {
        namespace: MetricStat.Metric?.Namespace,
        name: MetricStat.Metric?.MetricName,
        dimensions: toObject(MetricStat.Metric?.Dimensions),
      },
      period: MetricStat.Period,
      stat: MetricStat.Stat,
      unit: MetricStat.Unit,
    },
    returnData: ReturnData,
  }));
}

function toObject(dimensions: AlarmConfiguration["Dimensions"]): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
}
