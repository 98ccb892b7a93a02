import { BoundedCache } from "../platform/bounded-cache.ts";
import type { ServiceHost } from "./service.ts";

interface Bucket {
  tokens: number;
  filledMs: number;
}

/** Buckets that are kept: beyond, the one made first begins anew, full. */
const mostBuckets = 20_000;

/**
 * Token buckets, filled at a rate up to a burst. Several servers share what is allowed evenly, and are as approximate as AWS says that its own are. Source:
 * "Throttle requests to your HTTP APIs for better throughput in API Gateway".
 */
export class TokenBuckets {
  readonly #host: Pick<ServiceHost, "clock" | "nodes">;
  readonly #buckets = new BoundedCache<string, Bucket>(mostBuckets);

  constructor(host: Pick<ServiceHost, "clock" | "nodes">) {
    this.#host = host;
  }

  /** Whether one more of `key` may go on; it is counted then. */
  take(key: string, perSecond: number, burst: number): boolean {
    const nodes = Math.max(this.#host.nodes.live().length, 1);
    const rate = perSecond / nodes;
    // Less than one would never let anything pass.
    const most = burst === 0 ? 0 : Math.max(burst / nodes, 1);
    const nowMs = this.#host.clock.monotonicMs();
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = this.#buckets.set(key, { tokens: most, filledMs: nowMs });
    }
    bucket.tokens = Math.min(most, bucket.tokens + ((nowMs - bucket.filledMs) / 1_000) * rate);
    bucket.filledMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
