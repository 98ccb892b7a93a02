import type { OperationInput } from "../../service.ts";
import { invalidValue, missingParameter, mutuallyExclusive, notSupported, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import { type Insights, isInsights, toInsights } from "../metric-insights/insights.ts";
import { type Expression, ExpressionError } from "../metric-math/expression.ts";
import { parseExpression } from "../metric-math/parse.ts";
import { type Metric, toMetric } from "../metrics/metric.ts";
import { checkPeriod } from "../metrics/period.ts";
import { type Statistic, toStatistic } from "../metrics/statistic.ts";
import type { CloudWatch } from "../model.ts";

/** One query of GetMetricData or of an alarm, checked. */
export type MetricQuery = StatisticQuery | ExpressionQuery | InsightsQuery;

export interface StatisticQuery extends QueryName {
  readonly kind: "statistic";
  readonly metric: Metric;
  readonly periodS: number;
  readonly statisticName: string;
  readonly statistic: Statistic;
  readonly unit: string | undefined;
}

export interface ExpressionQuery extends QueryName {
  readonly kind: "expression";
  readonly expression: Expression;
  readonly periodS: number | undefined;
}

/** A query of Metrics Insights, which finds its metrics itself. */
export interface InsightsQuery extends QueryName {
  readonly kind: "insights";
  readonly insights: Insights;
  readonly periodS: number;
}

interface QueryName {
  readonly id: string;
  readonly label: string | undefined;
  readonly returnData: boolean;
}

export type WireQuery = NonNullable<OperationInput<CloudWatch, "GetMetricData">["MetricDataQueries"]>[number];

/** `parameter` is the name of the list in the request: `MetricDataQueries` or `Metrics`. */
export function checkQueries(queries: readonly WireQuery[], parameter: string, account: string): MetricQuery[] {
  const checked = queries.map((query, index) => checkQuery(query, `${parameter}.member.${index + 1}`, account));
  if (new Set(checked.map(({ id }) => id)).size < checked.length) {
    throw validationError(`The values for parameter id in ${parameter} are not unique.`);
  }
  if (checked.filter(({ kind }) => kind === "insights").length > 1) {
    throw validationError(`Only one Metrics Insights query is allowed in ${parameter}.`);
  }
  return checked;
}

function checkQuery(query: WireQuery, at: string, account: string): MetricQuery {
  const { Id = "", Label, MetricStat, Expression, ReturnData = true } = query;
  if (!/^[a-z]\w*$/.test(Id)) {
    throw validationError(
      `The value ${Id} for parameter ${at}.Id is invalid. It must start with a lower-case letter and have letters, digits and underscores only.`,
    );
  }
  if (query.AccountId !== undefined && query.AccountId !== account) throw notSupported("metrics of another account");
  if (MetricStat && Expression !== undefined) throw mutuallyExclusive(`${at}.Expression`, `${at}.MetricStat`);
  const name = { id: Id, label: Label, returnData: ReturnData };
  if (MetricStat) {
    if (query.Period !== undefined) {
      throw validationError(
        `The parameters ${at}.Period and ${at}.MetricStat are mutually exclusive and you have specified both.`,
      );
    }
    return { ...name, ...checkMetricStat(MetricStat, `${at}.MetricStat`) };
  }
  if (Expression === undefined)
    throw missingParameter(`Either ${at}.MetricStat or ${at}.Expression must be specified.`);
  if (isInsights(Expression)) {
    if (query.Period === undefined) throw validationError(`The parameter ${at}.Period is required.`);
    return {
      ...name,
      kind: "insights",
      ...checkInsights(Id, Expression),
      periodS: checkPeriod(query.Period, `${at}.Period`),
    };
  }
  const periodS = query.Period === undefined ? undefined : checkPeriod(query.Period, `${at}.Period`);
  return { ...name, kind: "expression", expression: parseNamed(Id, Expression), periodS };
}

function checkInsights(id: string, text: string): { readonly insights: Insights } {
  return withExpressionErrors(id, () => {
    if (text.length > limits.expressionLength) throw new ExpressionError("The query is too long");
    const insights = toInsights(text);
    const { limit = 1 } = insights;
    if (limit < 1 || limit > limits.searchResults) throw new ExpressionError(`LIMIT is 1 to ${limits.searchResults}`);
    return { insights };
  });
}

function checkMetricStat({ Metric, Period, Stat = "", Unit }: NonNullable<WireQuery["MetricStat"]>, at: string) {
  if (!Metric?.Namespace) throw missingParameter(`The parameter ${at}.Metric.Namespace is required.`);
  if (!Metric.MetricName) throw missingParameter(`The parameter ${at}.Metric.MetricName is required.`);
  const statistic = toStatistic(Stat);
  if (!statistic) throw invalidValue(`The value ${Stat} for parameter ${at}.Stat is not supported.`);
  return {
    kind: "statistic",
    metric: toMetric(Metric.Namespace, Metric.MetricName, Metric.Dimensions),
    periodS: checkPeriod(Period, `${at}.Period`),
    statisticName: Stat,
    statistic,
    unit: Unit,
  } as const;
}

function parseNamed(id: string, text: string): Expression {
  return withExpressionErrors(id, () => parseExpression(text));
}

/** Turns what is wrong with an expression into AWS's error. */
export function withExpressionErrors<T>(id: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toValidationError(id, error);
  }
}

/** What is no fault of the expression stays what it is. */
export function toValidationError(id: string, error: unknown): unknown {
  return error instanceof ExpressionError ? validationError(`Error in expression '${id}' [${error.message}]`) : error;
}
