import type {
  ComparisonOperator,
  Metric,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmInput,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import { jsonProblem } from "../../../described/field-checks.ts";
import { usualStatistic } from "../metrics/metric-line.ts";
import { actionsOf, type StateAction, toActions } from "./alarm.ts";

/** What the form of a metric alarm holds; numbers as they are typed. */
export interface AlarmForm {
  readonly source: "metric" | "math";
  readonly metric: Metric | undefined;
  readonly stat: string;
  readonly period: string;
  /** JSON: the queries of an alarm on an expression. */
  readonly queries: string;
  readonly comparison: string;
  readonly threshold: string;
  readonly evaluationPeriods: string;
  readonly datapoints: string;
  readonly missing: string;
  readonly name: string;
  readonly description: string;
  readonly actions: readonly StateAction[];
  readonly actionsEnabled: boolean;
}

export function initialForm(metric?: Metric, stat?: string, period?: string): AlarmForm {
  return {
    source: "metric",
    metric,
    stat: stat ?? (metric ? usualStatistic(metric) : "Sum"),
    period: period ?? "60",
    queries: initialQueries,
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: "1",
    evaluationPeriods: "1",
    datapoints: "1",
    missing: "missing",
    name: "",
    description: "",
    actions: [],
    actionsEnabled: true,
  };
}

export function formOf(alarm: MetricAlarm): AlarmForm {
  const { MetricName, Namespace, Dimensions = [], Metrics = [], EvaluationPeriods = 1 } = alarm;
  return {
    source: Metrics.length > 0 ? "math" : "metric",
    metric: MetricName === undefined ? undefined : { MetricName, Namespace, Dimensions },
    stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? "Sum",
    period: String(alarm.Period ?? 60),
    queries: Metrics.length > 0 ? JSON.stringify(Metrics, undefined, 2) : initialQueries,
    comparison: alarm.ComparisonOperator ?? "GreaterThanOrEqualToThreshold",
    threshold: String(alarm.Threshold ?? ""),
    evaluationPeriods: String(EvaluationPeriods),
    datapoints: String(alarm.DatapointsToAlarm ?? EvaluationPeriods),
    missing: alarm.TreatMissingData ?? "missing",
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    actions: actionsOf(alarm),
    actionsEnabled: alarm.ActionsEnabled ?? true,
  };
}

const simpleStatistics = new Set(["Average", "Sum", "Minimum", "Maximum", "SampleCount"]);

/** `before`: what an alarm has that the form does not show stays. */
export function toInput(form: AlarmForm, before?: MetricAlarm): PutMetricAlarmInput {
  const measured = {
    metric: () => ({
      Namespace: form.metric?.Namespace,
      MetricName: form.metric?.MetricName,
      Dimensions: form.metric?.Dimensions,
      Period: Number(form.period),
      Unit: before?.Unit,
      EvaluateLowSampleCountPercentile: simpleStatistics.has(form.stat)
        ? undefined
        : before?.EvaluateLowSampleCountPercentile,
      ...(simpleStatistics.has(form.stat) ? { Statistic: form.stat as Statistic } : { ExtendedStatistic: form.stat }),
    }),
    math: () => ({ Metrics: JSON.parse(form.queries) as MetricDataQuery[] }),
  }[form.source]();
  return {
    AlarmName: form.name,
    AlarmDescription: form.description || undefined,
    ...measured,
    ComparisonOperator: form.comparison as ComparisonOperator,
    Threshold: Number(form.threshold),
    EvaluationPeriods: Number(form.evaluationPeriods),
    DatapointsToAlarm: Number(form.datapoints),
    TreatMissingData: form.missing,
    ActionsEnabled: form.actionsEnabled,
    ...toActions(form.actions),
  };
}

/** The alarm as it will be, for the sentence and the graph; undefined while it could not be made. */
export function previewOf(form: AlarmForm): MetricAlarm | undefined {
  const isWhole = form.source === "metric" ? form.metric !== undefined : queriesProblem(form.queries) === undefined;
  if (!isWhole || numberProblem(form.threshold) || periodsProblem(form) || datapointsProblem(form)) return undefined;
  return toInput(form) as MetricAlarm;
}

export function numberProblem(text: string): string | undefined {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? undefined : "Enter a number.";
}

export function periodsProblem({ evaluationPeriods, period }: AlarmForm): string | undefined {
  const count = Number(evaluationPeriods);
  if (!Number.isInteger(count) || count < 1) return "Enter a whole number of one or more.";
  const mostS = Number(period) >= 3_600 ? 7 * 86_400 : 86_400;
  return count * Number(period) <= mostS
    ? undefined
    : `All periods together are a day at most, of an hour or more each a week: ${Math.floor(mostS / Number(period))} of these.`;
}

export function datapointsProblem({ datapoints, evaluationPeriods }: AlarmForm): string | undefined {
  const count = Number(datapoints);
  return Number.isInteger(count) && count >= 1 && count <= Number(evaluationPeriods)
    ? undefined
    : "Enter a whole number from one to the number of periods.";
}

export function queriesProblem(text: string): string | undefined {
  const problem = jsonProblem(text);
  if (problem) return problem;
  const queries = JSON.parse(text) as unknown;
  if (!Array.isArray(queries) || queries.length === 0) return "Enter a list of queries, of which one returns data.";
  const returned = (queries as MetricDataQuery[]).filter(({ ReturnData }) => ReturnData !== false);
  return returned.length === 1
    ? undefined
    : `Exactly one query returns data, the others have "ReturnData": false. Now it is ${returned.length}.`;
}

const initialQueries = JSON.stringify(
  [
    { Id: "e1", Expression: "100 * errors / invocations", Label: "Error rate" },
    {
      Id: "errors",
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "AWS/Lambda", MetricName: "Errors" }, Period: 60, Stat: "Sum" },
    },
    {
      Id: "invocations",
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "AWS/Lambda", MetricName: "Invocations" }, Period: 60, Stat: "Sum" },
    },
  ],
  undefined,
  2,
);
