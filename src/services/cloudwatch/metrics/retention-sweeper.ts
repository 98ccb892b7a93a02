import type { PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import { createPartitionSweeper } from "../../partition-sweeper.ts";
import type { RecurringWork } from "../../recurring-work.ts";
import type { ServiceHost } from "../../service.ts";
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

/**
 * Rolls data points up as they age (a second's into a minute's after 3 hours, and so on) and removes the oldest. Readers go by a
 * point's age, so this may be late: it only gives room back.
 */
export function createRetentionSweeper(host: ServiceHost): RecurringWork {
  return createPartitionSweeper(host, {
    lease: "cloudwatch.retention",
    kind: namespaceKind,
    failure: "metrics could not be rolled up",
    sweep: (key, isStopped) => sweepNamespace(host, key, isStopped),
  });
}

async function sweepNamespace(
  { storage, clock }: ServiceHost,
  key: PartitionKey,
  isStopped: () => boolean,
): Promise<void> {
  const partition = storage.partition(key);
  const nowS = Math.floor(clock.nowMs() / 1000);
  for (let slice = 0; slice < slices; slice++) await partition.write((tx) => foldSlice(tx, slice));
  for (const [index, { resolutionS, keptS }] of retention.entries()) {
    const beforeS = nowS - keptS - blockSpanS(resolutionS);
    const coarserS = retention[index + 1]?.resolutionS;
    let moved: number;
    do {
      moved = await partition.write(async (tx) => {
        const old = await blockStore.listOlder(tx, { resolutionS, beforeS, limit: blocksAtOnce });
        for (const id of old) await rollUp(tx, id, coarserS);
        return old.length;
      });
    } while (moved === blocksAtOnce && !isStopped());
  }
  const oldestS = nowS - (retention.at(-1)?.keptS ?? 0);
  await partition.write(async (tx) => {
    await seriesStore.removeOlder(tx, oldestS);
    await receivedStore.removeOlder(tx, nowS * 1000 - receivedForMs);
  });
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
