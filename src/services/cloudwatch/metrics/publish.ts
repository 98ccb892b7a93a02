import type { Place, ServiceHost } from "../../service.ts";
import { encodeChunk, type Point } from "./block.ts";
import { chunkStore } from "./chunk-store.ts";
import type { Distribution } from "./distribution.ts";
import { foldChunks } from "./fold.ts";
import type { KnownSeries } from "./known-series.ts";
import { type Dimension, metricKey, namespaceKey } from "./metric.ts";
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

const chunksBeforeFold = 32;
const bytesBeforeFold = 1_048_576;

/** Stores a batch of one namespace in one write: a chunk, and rows for metrics that are new. */
export async function publish(
  host: ServiceHost,
  known: KnownSeries,
  at: Place & { readonly namespace: string },
  data: readonly Datum[],
): Promise<void> {
  const points = new Map<string, Point>();
  const due = new Map<string, Series>();
  for (const datum of data) {
    const point = toPoint(datum, host.clock.nowMs());
    const { metric, unit, atS } = point;
    const key = `${metric} ${unit} ${point.resolutionS} ${atS}`;
    const same = points.get(key);
    if (same) same.values.merge(point.values);
    else points.set(key, point);
    const name = seriesName(at, metric, unit);
    if (known.isDue(name, atS) && (due.get(name)?.lastS ?? 0) < atS) {
      due.set(name, { metric, unit, name: datum.name, dimensions: datum.dimensions, lastS: atS });
    }
  }
  const chunk = encodeChunk([...points.values()]);
  await host.storage.partition(namespaceKey(at, at.namespace)).write(async (tx) => {
    for (const series of due.values()) await seriesStore.put(tx, series);
    const { chunks, bytes } = await chunkStore.add(tx, chunk);
    if (chunks >= chunksBeforeFold || bytes >= bytesBeforeFold) await foldChunks(tx);
  });
  for (const [name, { lastS }] of due) known.remember(name, lastS);
}

/** High resolution is kept for three hours only, so older data are of one minute from the start. */
function toPoint(datum: Datum, nowMs: number): Point {
  const isHigh = datum.resolutionS === 1 && nowMs - datum.atMs < 3 * 60 * 60 * 1000;
  const resolutionS = isHigh ? 1 : 60;
  const atS = Math.floor(datum.atMs / 1000 / resolutionS) * resolutionS;
  return { metric: metricKey(datum), unit: datum.unit, resolutionS, atS, values: datum.values };
}

function seriesName(
  { account, region, namespace }: Place & { namespace: string },
  metric: string,
  unit: string,
): string {
  return `${account} ${region} ${namespace} ${metric} ${unit}`;
}
