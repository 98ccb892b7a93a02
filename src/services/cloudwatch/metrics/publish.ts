import type { Place, ServiceHost } from "../../service.ts";
import { encodeChunk, type Point } from "./block.ts";
import { chunkStore, sliceOf, slices } from "./chunk-store.ts";
import type { Distribution } from "./distribution.ts";
import { foldSlice, mergePoints } from "./fold.ts";
import type { KnownSeries } from "./known-series.ts";
import { type Dimension, metricKey, namespaceKey } from "./metric.ts";
import { receivedStore } from "./received-store.ts";
import { type Series, seriesStore } from "./series-store.ts";

/** Values of one metric at one time, checked. */
export interface Datum {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly unit: string;
  readonly atMs: number;
  readonly resolutionS: 1 | 60;
  readonly values: Distribution;
}

const chunksBeforeFold = 16;

/** Where a batch belongs, and the id of the delivery that brought it, if it may come twice. */
export interface BatchPlace extends Place {
  readonly namespace: string;
  readonly deduplicationId?: string | undefined;
}

/** Stores a batch of one namespace in one write: chunks, and rows for metrics that are new. */
export async function publish(
  host: ServiceHost,
  known: KnownSeries,
  at: BatchPlace,
  data: readonly Datum[],
): Promise<void> {
  const nowMs = host.clock.nowMs();
  const points = data.map((datum) => toPoint(datum, nowMs));
  const due = new Map<string, Series>();
  for (const [index, { metric, unit, atS }] of points.entries()) {
    const { name, dimensions } = data[index] as Datum;
    const key = seriesKey(at, metric, unit);
    if (known.isDue(key, atS) && (due.get(key)?.lastS ?? 0) < atS)
      due.set(key, { metric, unit, name, dimensions, lastS: atS });
  }
  const chunks = [...Map.groupBy(mergePoints(points), ({ metric }) => sliceOf(metric))].map(([slice, group]) => ({
    slice,
    points: encodeChunk(group),
  }));
  await host.storage.partition(namespaceKey(at, at.namespace)).write(async (tx) => {
    if (at.deduplicationId !== undefined && !(await receivedStore.add(tx, at.deduplicationId, nowMs))) return;
    for (const series of due.values()) await seriesStore.put(tx, series);
    const sequence = await tx.nextSequence();
    for (const chunk of chunks) await chunkStore.add(tx, { ...chunk, sequence });
    // Each call looks at the next slice, so that no call pays for all.
    const slice = sequence % slices;
    if ((await chunkStore.count(tx, slice)) >= chunksBeforeFold) await foldSlice(tx, slice);
  });
  for (const [key, { lastS }] of due) known.remember(key, lastS);
}

/** High resolution is kept for three hours only, so older data are of one minute from the start. */
function toPoint(datum: Datum, nowMs: number): Point {
  const isHigh = datum.resolutionS === 1 && nowMs - datum.atMs < 3 * 60 * 60 * 1000;
  const resolutionS = isHigh ? 1 : 60;
  const atS = Math.floor(datum.atMs / 1000 / resolutionS) * resolutionS;
  return { metric: metricKey(datum), unit: datum.unit, resolutionS, atS, values: datum.values };
}

function seriesKey(
  { account, region, namespace }: Place & { namespace: string },
  metric: string,
  unit: string,
): string {
  return `${account} ${region} ${namespace} ${metric} ${unit}`;
}
