import { type StageRecord, toPart } from "../parts/part.ts";
import { cacheStatus } from "./cache-cluster.ts";

/** As it goes to a client. */
export function toStage(stage: StageRecord, nowMs: number) {
  const { cacheSinceMs: _, cacheFlushed: __, ...rest } = toPart(stage);
  return { ...rest, cacheClusterStatus: cacheStatus(stage, nowMs) };
}
