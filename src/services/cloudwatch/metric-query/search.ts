import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type CallExpression, ExpressionError } from "../metric-math/expression.ts";
import { parseSearchQuery } from "../metric-math/search-query.ts";
import { listMetricsAfter } from "../metrics/metric-listing.ts";
import { toStatistic } from "../metrics/statistic.ts";
import type { StatisticQuery } from "./metric-query.ts";

const defaultPeriodS = 300;

/** `SEARCH('query', 'statistic', period)`. Throws ExpressionError if it is none. */
export function search({ parameters }: CallExpression): {
  findMetrics(host: ServiceHost, at: Place): Promise<StatisticQuery[]>;
} {
  const [text, name, period] = parameters;
  if (text?.kind !== "text" || name?.kind !== "text" || parameters.length > 3) {
    throw new ExpressionError("SEARCH takes a search, a statistic and a period");
  }
  const periodS = period === undefined ? defaultPeriodS : period.kind === "number" ? period.value : Number.NaN;
  if (!(periodS > 0) || (periodS % 60 !== 0 && ![1, 5, 10, 20, 30].includes(periodS))) {
    throw new ExpressionError("SEARCH's period is 1, 5, 10, 20, 30 or a multiple of 60");
  }
  const statistic = toStatistic(name.value);
  if (!statistic) throw new ExpressionError(`Unknown statistic ${name.value}`);
  const isWanted = parseSearchQuery(text.value);
  return {
    findMetrics: async (host, at) => {
      const found: StatisticQuery[] = [];
      const filter = { namespace: undefined, name: undefined, activeMs: limits.listedForMs };
      for await (const metric of listMetricsAfter(host, at, filter)) {
        if (!isWanted(metric)) continue;
        if (found.length === limits.searchResults) break;
        found.push({
          kind: "statistic",
          id: `${metric.namespace} ${metric.key}`,
          label: [...metric.dimensions.map(([, value]) => value), metric.name].join(" "),
          returnData: true,
          metric,
          periodS,
          statisticName: name.value,
          statistic,
          unit: undefined,
        });
      }
      return found;
    },
  };
}
