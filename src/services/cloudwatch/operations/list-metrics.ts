import type { PartitionKey } from "../../../storage/database.ts";
import type { OperationInput } from "../../service.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import { namespaceKey, namespaceKind } from "../metrics/metric.ts";
import { type ListedMetric, type MetricPage, seriesStore } from "../metrics/series-store.ts";
import type { CloudWatch, CloudWatchContext, CloudWatchOperation } from "../service-context.ts";

type Input = OperationInput<CloudWatch, "ListMetrics">;

/** Metrics that had data in the past two weeks, 500 a page. A new one is listed at once; on AWS it takes up to 15 minutes. */
export const listMetrics: CloudWatchOperation<"ListMetrics"> = async (input, context) => {
  if (input.IncludeLinkedAccounts || input.OwningAccount) throw notSupported("linked accounts");
  const found: { namespace: string; metric: ListedMetric }[] = [];
  let from = parseToken(input.NextToken);
  for await (const namespace of namespaces(input, context, from.namespace)) {
    const after = namespace === from.namespace ? from.metric : "";
    for await (const metric of metricsOf(input, context, namespace, after)) {
      if (found.length === limits.listMetricsPage) return { Metrics: found.map(toWire), NextToken: toToken(from) };
      found.push({ namespace, metric });
      from = { namespace, metric: metric.metric };
    }
  }
  return { Metrics: found.map(toWire) };
};

interface ListPosition {
  readonly namespace: string;
  /** The key of the last metric given. */
  readonly metric: string;
}

function parseToken(token: string | undefined): ListPosition {
  if (token === undefined) return { namespace: "", metric: "" };
  const [namespace, metric, ...rest] = Buffer.from(token, "base64url").toString().split("\0");
  if (!namespace || !metric || rest.length > 0) throw invalidToken();
  return { namespace, metric };
}

function toToken({ namespace, metric }: ListPosition): string {
  return Buffer.from(`${namespace}\0${metric}`).toString("base64url");
}

/** The account's namespaces in their order, from the one the page before ended in. */
async function* namespaces(input: Input, context: CloudWatchContext, from: string): AsyncGenerator<string> {
  if (input.Namespace !== undefined) return yield input.Namespace;
  if (from !== "") yield from;
  let after: PartitionKey | undefined = namespaceKey(context, from);
  while (after) {
    const keys: PartitionKey[] = await context.host.storage.listPartitions(namespaceKind, { after, limit: 100 });
    for (const { account, region, name } of keys) {
      if (account !== context.account || region !== context.region) return;
      yield name;
    }
    after = keys.at(-1);
  }
}

async function* metricsOf(
  input: Input,
  context: CloudWatchContext,
  namespace: string,
  from: string,
): AsyncGenerator<ListedMetric> {
  const sinceMs = input.RecentlyActive === "PT3H" ? limits.recentlyActiveMs : limits.listedForMs;
  const sinceS = Math.floor((context.host.clock.nowMs() - sinceMs) / 1000);
  const partition = context.host.storage.partition(namespaceKey(context, namespace));
  let after: string | undefined = from;
  while (after !== undefined) {
    const page: MetricPage = { name: input.MetricName, after, sinceS, limit: limits.listMetricsPage };
    const metrics: ListedMetric[] = await partition.read((tx) => seriesStore.listMetrics(tx, page));
    for (const metric of metrics) if (hasDimensions(metric, input.Dimensions)) yield metric;
    after = metrics.length === page.limit ? metrics.at(-1)?.metric : undefined;
  }
}

function hasDimensions({ dimensions }: ListedMetric, wanted: Input["Dimensions"]): boolean {
  return (wanted ?? []).every(({ Name, Value }) =>
    dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

function toWire({ namespace, metric }: { namespace: string; metric: ListedMetric }) {
  return {
    Namespace: namespace,
    MetricName: metric.name,
    Dimensions: metric.dimensions.map(([Name, Value]) => ({ Name, Value })),
  };
}
