import { type AlarmConfiguration, periodOf, type StateValue } from "./alarm.ts";
import { toJavaDouble, toJsonDouble } from "./java-double.ts";
import { isBeyond, type Judgement } from "./judge.ts";

/** AWS's sentence for a state that an evaluation gave. */
export function toStateReason(
  configuration: AlarmConfiguration,
  before: StateValue,
  { value, evaluated, filled }: Judgement,
): string {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm = periods } = configuration;
  if (value === "INSUFFICIENT_DATA") {
    const unknown = periods - evaluated.length;
    return `Insufficient Data: ${unknown} datapoint${unknown === 1 ? " was" : "s were"} unknown.`;
  }
  if (evaluated.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${count(periods, "period")} and ${treated(configuration, filled)}.`;
  }
  const isAlarm = value === "ALARM";
  const telling = evaluated.filter(
    (point) => isBeyond(configuration.ComparisonOperator, point.value, configuration.Threshold) === isAlarm,
  );
  const crossed = `${comparisons[configuration.ComparisonOperator]} the threshold (${toJavaDouble(configuration.Threshold)})`;
  const were = `${telling.length === 1 ? "was" : "were"}${isAlarm ? "" : " not"} ${crossed}`;
  const points = telling.map(({ atS, value }) => `${toJavaDouble(value)} (${toShortTime(atS)})`).join(", ");
  if (filled > 0) {
    return `Threshold Crossed: ${count(telling.length, "datapoint")} [${points}] ${were} and ${treated(configuration, filled)}.`;
  }
  // Only who has said how many of them it takes is told of it. Source: recorded answers.
  if (configuration.DatapointsToAlarm === undefined) {
    return `Threshold Crossed: ${count(telling.length, "datapoint")} [${points}] ${were}.`;
  }
  const least = isAlarm ? toAlarm : periods - toAlarm + 1;
  const transition = isAlarm
    ? `${before === "ALARM" ? "OK" : before} -> ALARM`
    : `${before === "OK" ? "ALARM" : before} -> OK`;
  return (
    `Threshold Crossed: ${telling.length} out of the last ${periods} datapoints [${points}] ${were} ` +
    `(minimum ${count(least, "datapoint")} for ${transition} transition).`
  );
}

/** JSON, as AWS gives it beside the sentence. */
export function toStateReasonData(
  configuration: AlarmConfiguration,
  { evaluated, filled }: Judgement,
  nowMs: number,
): string {
  const { Statistic, ExtendedStatistic, Unit, Threshold } = configuration;
  const periodS = periodOf(configuration);
  return JSON.stringify({
    version: "1.0",
    queryDate: toLongTime(nowMs),
    ...(evaluated[0] && { startDate: toLongTime(evaluated[0].atS * 1000) }),
    ...(Unit !== undefined && { unit: Unit }),
    ...((Statistic ?? ExtendedStatistic) && { statistic: Statistic ?? ExtendedStatistic }),
    period: periodS,
    recentDatapoints: evaluated.map(({ value }) => toJsonDouble(value)),
    threshold: toJsonDouble(Threshold),
    evaluatedDatapoints:
      evaluated.length === 0 && filled > 0
        ? missingTimes(configuration, nowMs)
        : [...evaluated].reverse().map(({ atS, value, sampleCount }) => ({
            timestamp: toLongTime(atS * 1000),
            ...(sampleCount !== undefined && { sampleCount: toJsonDouble(sampleCount) }),
            value: toJsonDouble(value),
          })),
  });
}

/** Where nothing came and something was put in its place, AWS tells the periods, from the newest on. Source: recorded answers. */
function missingTimes(configuration: AlarmConfiguration, nowMs: number): { timestamp: string }[] {
  const periodMs = periodOf(configuration) * 1000;
  const newestMs = Math.floor(nowMs / periodMs) * periodMs - periodMs;
  return Array.from({ length: configuration.EvaluationPeriods }, (_, index) => ({
    timestamp: toLongTime(newestMs - index * periodMs),
  }));
}

/** `2026-11-24T21:40:00.000+0000` */
export function toLongTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

const comparisons = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
} as const;

function treated({ TreatMissingData }: AlarmConfiguration, filled: number): string {
  const as =
    TreatMissingData === "breaching" ? "Breaching" : TreatMissingData === "ignore" ? "Ignored" : "NonBreaching";
  const what = TreatMissingData === "missing" || TreatMissingData === undefined ? "Missing" : as;
  return `${count(filled, "missing datapoint")} ${filled === 1 ? "was" : "were"} treated as [${what}]`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `24/11/26 21:35:00` */
function toShortTime(atS: number): string {
  const [, year, month, day, time] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(atS * 1000).toISOString()) ?? [];
  return `${day}/${month}/${year} ${time}`;
}
