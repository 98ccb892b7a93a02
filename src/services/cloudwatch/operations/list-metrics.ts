import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Metric } from "../metrics/metric.ts";
import { type ListPosition, listMetricsAfter, listStart } from "../metrics/metric-listing.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchOperation } from "../operation.ts";

type Input = OperationInput<CloudWatch, "ListMetrics">;

/** Metrics that had data in the past two weeks, 500 a page. A new one is listed at once; on AWS it takes up to 15 minutes. */
export const listMetrics: CloudWatchOperation<"ListMetrics"> = async (input, context) => {
  if (input.IncludeLinkedAccounts || input.OwningAccount) throw notSupported("linked accounts");
  const activeMs = input.RecentlyActive === "PT3H" ? limits.recentlyActiveMs : limits.listedForMs;
  const filter = { namespace: input.Namespace, name: input.MetricName, activeMs };
  const found: Metric[] = [];
  let last: ListPosition = parseToken(input.NextToken);
  for await (const metric of listMetricsAfter(context.host, context, filter, last)) {
    if (!hasDimensions(metric, input.Dimensions)) continue;
    if (found.length === limits.listMetricsPage) return { Metrics: found.map(toWire), NextToken: toToken(last) };
    found.push(metric);
    last = metric;
  }
  return { Metrics: found.map(toWire) };
};

function parseToken(token: string | undefined): ListPosition {
  const position = fromPageToken(token, invalidToken);
  if (position === undefined) return listStart;
  const [namespace, key, ...rest] = position.split("\0");
  if (!namespace || !key || rest.length > 0) throw invalidToken();
  return { namespace, key };
}

function toToken({ namespace, key }: ListPosition): string {
  return toPageToken(`${namespace}\0${key}`);
}

function hasDimensions({ dimensions }: Metric, wanted: Input["Dimensions"]): boolean {
  return (wanted ?? []).every(({ Name, Value }) =>
    dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

function toWire({ namespace, name, dimensions }: Metric) {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
  };
}
