import { invalid } from "../errors.ts";
import type { StageRecord } from "../parts/part.ts";

/** In gigabytes, as AWS's clusters come. Here each server keeps what it has room for, whichever it is. Source: "Cache settings for REST APIs in API Gateway". */
const sizes = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] as const;

/** A cluster is there that long after it was asked for; on AWS it takes minutes. */
const readyAfterMs = 2_000;

/** Throws for a size that there is not. */
export function checkCacheCluster({ cacheClusterSize }: StageRecord): void {
  if (cacheClusterSize !== undefined && !sizes.includes(cacheClusterSize))
    throw invalid(`Invalid cache cluster size specified. Valid sizes are ${sizes.join(", ")}`);
}

/** What a stage says of its cluster after a change: one that is new is made from now on. */
export function withCacheCluster(stage: StageRecord, former: StageRecord | undefined, nowMs: number): StageRecord {
  const { cacheSinceMs: _, ...rest } = stage;
  if (!stage.cacheClusterEnabled) return { ...rest, cacheClusterStatus: "NOT_AVAILABLE" };
  const size = stage.cacheClusterSize ?? "0.5";
  const isSame = former?.cacheClusterEnabled && former.cacheClusterSize === size;
  return {
    ...rest,
    cacheClusterSize: size,
    cacheClusterStatus: "AVAILABLE",
    cacheSinceMs: isSame ? (former.cacheSinceMs ?? nowMs) : nowMs,
  };
}

/** `CREATE_IN_PROGRESS` at first. */
export function cacheStatus(stage: StageRecord, nowMs: number): NonNullable<StageRecord["cacheClusterStatus"]> {
  if (!stage.cacheClusterEnabled) return "NOT_AVAILABLE";
  return nowMs - (stage.cacheSinceMs ?? 0) < readyAfterMs ? "CREATE_IN_PROGRESS" : "AVAILABLE";
}
