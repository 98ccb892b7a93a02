import type { PartitionKey } from "../../../storage/database.ts";
import type { EffectContext } from "../../service.ts";
import { limits } from "../limits.ts";
import { firstTraceAt } from "../traces/trace-times.ts";
import { segmentStore } from "./segment-store.ts";

const atATime = 500;

export async function removeOldTraces(
  key: PartitionKey,
  signal: AbortSignal,
  { host: { storage, clock } }: EffectContext<unknown>,
): Promise<void> {
  const before = firstTraceAt(clock.nowMs() - limits.retentionMs);
  let removed = atATime;
  while (removed === atATime && !signal.aborted) {
    removed = await storage.partition(key).write((tx) => segmentStore.removeBefore(tx, before, atATime));
  }
}
