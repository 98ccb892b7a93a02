import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type Metric, namespaceKey, namespaceKind } from "./metric.ts";
import { type ListedMetric, seriesStore } from "./series-store.ts";

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
  for await (const { account, region, name } of eachPartition(host.storage, namespaceKind, namespaceKey(at, from))) {
    if (account !== at.account || region !== at.region) return;
    yield name;
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
  const limit = limits.listMetricsPage;
  yield* eachRow((last: ListedMetric | undefined) => {
    const page = { name, after: last?.metric ?? from, sinceS, limit };
    return partition.read((tx) => seriesStore.listMetrics(tx, page));
  }, limit);
}
