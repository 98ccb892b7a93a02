import type { OwnedLease } from "../../../cluster/cluster.ts";
import { unlimited } from "../../event-sources/admissions.ts";
import type { Runner } from "../../event-sources/owned-runners.ts";
import { Poller } from "../../event-sources/poller.ts";
import { queueScaling } from "../../event-sources/poller-limit.ts";
import { createQueueSource, type QueueRecord } from "../../event-sources/queue-source.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Metering } from "../metering/metering.ts";
import type { Pipe } from "../pipes/pipe.ts";
import { createSession, handleBatch } from "./handle-batch.ts";
import { toFilter } from "./record-filter.ts";

/** Reads a pipe's queue: what passes its filters is enriched, and goes to its target, a batch at a time. What fails comes again as the queue gives it again. */
export async function createPipeRunner(
  host: ServiceHost,
  metering: Metering,
  pipe: Pipe,
  lease: OwnedLease,
): Promise<Runner> {
  const { source, sourceParameters } = pipe.definition;
  const as = createSession(host, pipe);
  const { BatchSize: size = limits.batchSize, MaximumBatchingWindowInSeconds: window = 0 } =
    sourceParameters?.SqsQueueParameters ?? {};
  return new Poller<QueueRecord, true>({
    clock: host.clock,
    source: createQueueSource(host, { queueArn: source, as }),
    batch: { size, windowMs: window * 1_000, bytes: limits.payloadBytes },
    scaling: { ...queueScaling, most: limits.concurrency },
    admissions: unlimited,
    heldMs: 0,
    isOrdered: source.endsWith(".fifo"),
    mayRead: () => lease.isHeld(),
    wants: toFilter((sourceParameters?.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern)),
    handle: (records) => handleBatch(host, metering, pipe, records, as),
    trouble: (error) =>
      host.log.warn("a pipe has trouble", {
        pipe: pipe.name,
        source,
        error: error instanceof Error ? error.message : String(error),
      }),
  });
}
