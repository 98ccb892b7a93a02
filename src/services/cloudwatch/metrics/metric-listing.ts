import type { PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type Metric, namespaceKey, namespaceKind } from "./metric.ts";
import { type ListedMetric, type MetricPage, seriesStore } from "./series-store.ts";

export interface MetricFilter {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** Metrics that had data in this time before now. */
  readonly activeMs: number;
}

/** A place in the list: the last metric given. */
export interface ListPosition {
  readonly namespace: string;
  readonly key: string;
}

export const listStart: ListPosition = { namespace: "", key: "" };

/** The account's metrics of one region after a position, namespace by namespace; read by pages as they are asked for. */
export async function* listMetricsAfter(
  host: ServiceHost,
  at: Place,
  filter: MetricFilter,
  after: ListPosition = listStart,
): AsyncGenerator<Metric & { readonly key: string }> {
  for await (const namespace of listNamespaces(host, at, filter, after.namespace)) {
    const from = namespace === after.namespace ? after.key : "";
    for await (const { metric, name, dimensions } of listNamespace(host, at, { ...filter, namespace }, from)) {
      yield { namespace, name, dimensions, key: metric };
    }
  }
}

async function* listNamespaces(
  host: ServiceHost,
  at: Place,
  filter: MetricFilter,
  from: string,
): AsyncGenerator<string> {
  if (filter.namespace !== undefined) {
    yield filter.namespace;
    return;
  }
  if (from !== "") yield from;
  let after: PartitionKey | undefined = namespaceKey(at, from);
  while (after) {
    const keys: PartitionKey[] = await host.storage.listPartitions(namespaceKind, { after, limit: 100 });
    for (const { account, region, name } of keys) {
      if (account !== at.account || region !== at.region) return;
      yield name;
    }
    after = keys.at(-1);
  }
}

async function* listNamespace(
  host: ServiceHost,
  at: Place,
  { namespace, name, activeMs }: MetricFilter & { readonly namespace: string },
  from: string,
): AsyncGenerator<ListedMetric> {
  const sinceS = Math.floor((host.clock.nowMs() - activeMs) / 1000);
  const partition = host.storage.partition(namespaceKey(at, namespace));
  let after: string | undefined = from;
  while (after !== undefined) {
    const page: MetricPage = { name, after, sinceS, limit: limits.listMetricsPage };
    const metrics: ListedMetric[] = await partition.read((tx) => seriesStore.listMetrics(tx, page));
    yield* metrics;
    after = metrics.length === page.limit ? metrics.at(-1)?.metric : undefined;
  }
}
