import type { PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { sweeping } from "../../timers/repeated.ts";
import { retention } from "../limits.ts";
import { type BlockId, blockSpanS } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { slices } from "./chunk-store.ts";
import { Distribution } from "./distribution.ts";
import { addToBlocks, foldSlice } from "./fold.ts";
import { namespaceKind } from "./metric.ts";
import { receivedStore } from "./received-store.ts";
import { seriesStore } from "./series-store.ts";

/** Longer than any delivery is tried again. */
const receivedForMs = 7 * 24 * 60 * 60 * 1000;
const blocksAtOnce = 200;
/** Rows removed by one write: other writes of the namespace, and all requests, have their turn between two. */
const rowsAtOnce = 1_000;

/**
 * Rolls data points up as they age (a second's into a minute's after 3 hours, and so on) and removes the oldest. Readers go by a
 * point's age, so this may be late: it only gives room back.
 */
export const metricRetention = sweeping({
  kind: namespaceKind,
  failure: "metrics could not be rolled up",
  sweep: (key, signal, { host }) => sweepNamespace(host, key, signal),
});

async function sweepNamespace({ storage, clock }: ServiceHost, key: PartitionKey, signal: AbortSignal): Promise<void> {
  const partition = storage.partition(key);
  const nowS = Math.floor(clock.nowMs() / 1000);
  /** Writes until one finds less than `limit` to do. */
  const inSlices = async (limit: number, step: (tx: WriteTransaction, limit: number) => Promise<number>) => {
    while ((await partition.write((tx) => step(tx, limit))) === limit && !signal.aborted);
  };
  for (let slice = 0; slice < slices; slice++) await partition.write((tx) => foldSlice(tx, slice));
  for (const [index, { resolutionS, keptS }] of retention.entries()) {
    const beforeS = nowS - keptS - blockSpanS(resolutionS);
    const coarserS = retention[index + 1]?.resolutionS;
    await inSlices(blocksAtOnce, async (tx, limit) => {
      const old = await blockStore.listOlder(tx, { resolutionS, beforeS, limit });
      for (const id of old) await rollUp(tx, id, coarserS);
      return old.length;
    });
  }
  const oldestS = nowS - (retention.at(-1)?.keptS ?? 0);
  await inSlices(rowsAtOnce, (tx, limit) => seriesStore.removeOlder(tx, oldestS, limit));
  await inSlices(rowsAtOnce, (tx, limit) => receivedStore.removeOlder(tx, nowS * 1000 - receivedForMs, limit));
}

async function rollUp(tx: WriteTransaction, id: BlockId, resolutionS: number | undefined): Promise<void> {
  const points = (await blockStore.find(tx, id)) ?? new Map();
  await blockStore.remove(tx, id);
  if (resolutionS === undefined) return;
  const { metric, unit } = id;
  const coarser = [...points].map(([atS, encoded]) => ({
    metric,
    unit,
    resolutionS,
    atS: Math.floor(atS / resolutionS) * resolutionS,
    values: Distribution.decode(encoded),
  }));
  await addToBlocks(tx, coarser);
}
