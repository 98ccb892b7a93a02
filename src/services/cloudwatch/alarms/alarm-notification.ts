import { ownValue } from "../../../platform/own-value.ts";
import type { Place } from "../../service.ts";
import { alarmArn } from "../access-rules.ts";
import type { Alarm, AlarmConfiguration, AlarmState } from "./alarm.ts";
import { toJsonDouble } from "./java-double.ts";
import { toLongTime } from "./state-reason.ts";

/** What an SNS topic gets when an alarm changes its state. */
export function toNotification(alarm: Alarm, before: AlarmState, at: Place): { subject: string; message: string } {
  const { configuration, configurationUpdatedMs, state } = alarm;
  const region = ownValue(regionNames, at.region) ?? at.region;
  const message = {
    AlarmName: configuration.AlarmName,
    AlarmDescription: configuration.AlarmDescription ?? null,
    AWSAccountId: at.account,
    AlarmConfigurationUpdatedTimestamp: toLongTime(configurationUpdatedMs),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: toLongTime(state.updatedMs),
    Region: region,
    AlarmArn: alarmArn(at, configuration.AlarmName),
    OldStateValue: before.value,
    OKActions: configuration.OKActions,
    AlarmActions: configuration.AlarmActions,
    InsufficientDataActions: configuration.InsufficientDataActions,
    Trigger: toTrigger(configuration),
  };
  // A subject has at most 100 characters.
  const subject = `${state.value}: "${configuration.AlarmName}" in ${region}`.slice(0, 100);
  return { subject, message: JSON.stringify(message) };
}

function toTrigger(configuration: AlarmConfiguration) {
  const { Metrics, Statistic, ExtendedStatistic } = configuration;
  const rule = {
    Period: configuration.Period,
    EvaluationPeriods: configuration.EvaluationPeriods,
    DatapointsToAlarm: configuration.DatapointsToAlarm,
    ComparisonOperator: configuration.ComparisonOperator,
    Threshold: toJsonDouble(configuration.Threshold),
    TreatMissingData: configuration.TreatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: configuration.EvaluateLowSampleCountPercentile ?? "",
  };
  if (Metrics) return { ...rule, Metrics };
  return {
    MetricName: configuration.MetricName,
    Namespace: configuration.Namespace,
    ...(ExtendedStatistic
      ? { StatisticType: "ExtendedStatistic", ExtendedStatistic }
      : { StatisticType: "Statistic", Statistic: statisticNames[Statistic ?? ""] ?? Statistic }),
    Unit: configuration.Unit ?? null,
    Dimensions: (configuration.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    ...rule,
  };
}

const statisticNames: Readonly<Record<string, string>> = {
  Average: "AVERAGE",
  Maximum: "MAXIMUM",
  Minimum: "MINIMUM",
  SampleCount: "SAMPLE_COUNT",
  Sum: "SUM",
};

const regionNames: Readonly<Record<string, string>> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-west-3": "EU (Paris)",
  "eu-central-1": "EU (Frankfurt)",
  "eu-north-1": "EU (Stockholm)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "sa-east-1": "South America (Sao Paulo)",
  "ca-central-1": "Canada (Central)",
};
