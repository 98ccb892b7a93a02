import { toAmount } from "../costs/cost-metrics.ts";
import { readCosts } from "../costs/cost-row.ts";
import { toFilter } from "../costs/filter.ts";
import { forecast, historyDays, readDailyCost } from "../costs/forecast.ts";
import { bucketsOf, checkForecastPeriod, checkGranularity, formatTime } from "../costs/time-period.ts";
import { dataUnavailable, notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CostExplorerOperation } from "../operation.ts";

const dayMs = 24 * 60 * 60 * 1000;
const costMetrics = /^(?:UN)?BLENDED_COST$|^(?:NET_)?AMORTIZED_COST$|^NET_UNBLENDED_COST$/;

/** What is to come, if it goes on as in the last thirty days. AWS's model knows seasons and trends, and does not say how. */
export const getCostForecast: CostExplorerOperation<"GetCostForecast"> = async (input, context) => {
  if (input.BillingViewArn !== undefined) throw notSupported("billing views");
  const granularity = checkGranularity(input.Granularity);
  if (granularity === "HOURLY") throw validation("Forecasts are DAILY or MONTHLY.");
  if (!costMetrics.test(input.Metric ?? ""))
    throw validation(`Invalid metric for a forecast of costs: ${input.Metric}`);
  const level = input.PredictionIntervalLevel ?? limits.predictionLevel;
  const nowMs = context.host.clock.nowMs();
  const asked = checkForecastPeriod(input.TimePeriod, granularity, nowMs);
  const { matches } = toFilter(input.Filter);
  const history = { startMs: nowMs - historyDays * dayMs, endMs: nowMs };
  const daily = await readDailyCost(readCosts(context, history, { credits: false }), matches, nowMs);
  if (!daily) throw dataUnavailable();
  const results = [...bucketsOf(asked, granularity)].map((bucket) => ({
    bucket,
    ...forecast(daily, bucket, level),
  }));
  const total = results.reduce((sum, { mean }) => sum + mean, 0);
  return {
    Total: { Amount: toAmount(total), Unit: "USD" },
    ForecastResultsByTime: results.map(({ bucket, mean, lower, upper }) => ({
      TimePeriod: { Start: formatTime(bucket.startMs, granularity), End: formatTime(bucket.endMs, granularity) },
      MeanValue: toAmount(mean),
      ...(input.PredictionIntervalLevel !== undefined && {
        PredictionIntervalLowerBound: toAmount(lower),
        PredictionIntervalUpperBound: toAmount(upper),
      }),
    })),
  };
};
