import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { OperationContext } from "../../service.ts";
import { requestThrottled } from "../errors.ts";
import { limits } from "../limits.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

/** What is left of a second's calls, and when that was so. */
interface Bucket {
  calls: number;
  atMs: number;
}

/** Queues and groups whose calls are counted at a time. */
const bucketsRemembered = 20_000;

type Method = "send" | "receive" | "delete" | "changeVisibility";

/**
 * How many calls a FIFO queue takes: 300 a second of each method, a batch is one. In high-throughput mode (`FifoThroughputLimit` is
 * `perMessageGroupId`) sends have that limit in each group, and other calls none that a server like this could reach. Calls of other services are not
 * counted: what delivers has its own pace. Each server counts for itself. Source: "Amazon SQS message quotas", "High throughput for FIFO queues".
 */
export class Throughput {
  readonly #clock: Clock;
  readonly #buckets = new BoundedCache<string, Bucket>(bucketsRemembered);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws RequestThrottled. `groups`: those that a send is for. */
  admit(
    { id, isFifo, settings }: KnownQueue,
    { request }: Pick<OperationContext, "request">,
    method: Method,
    groups: readonly (string | undefined)[] = [],
  ): void {
    if (!isFifo || request.method === undefined) return;
    if (!settings.isThroughputPerGroup) this.#take(`${id} ${method}`);
    else for (const group of new Set(groups)) this.#take(`${id} ${method} ${group}`);
  }

  clear(): void {
    this.#buckets.clear();
  }

  #take(key: string): void {
    const nowMs = this.#clock.nowMs();
    const most = limits.fifoCallsPerSecond;
    const bucket = this.#buckets.get(key) ?? this.#buckets.set(key, { calls: most, atMs: nowMs });
    // A clock that was set back gives nothing.
    const passedMs = Math.max(nowMs - bucket.atMs, 0);
    bucket.calls = Math.min(bucket.calls + (passedMs / 1000) * most, most);
    bucket.atMs = nowMs;
    if (bucket.calls < 1) throw requestThrottled();
    bucket.calls--;
  }
}
