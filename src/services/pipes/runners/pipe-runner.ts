import type { OwnedLease } from "../../../cluster/cluster.ts";
import { isNamed } from "../../../platform/aws-error.ts";
import { unlimited } from "../../event-sources/admissions.ts";
import type { Runner } from "../../event-sources/owned-runners.ts";
import { Poller } from "../../event-sources/poller.ts";
import { queueScaling } from "../../event-sources/poller-limit.ts";
import type { Handled } from "../../event-sources/poller-options.ts";
import { createQueueSource, type QueueRecord } from "../../event-sources/queue-source.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";
import { enrich } from "./enrich.ts";
import { toFilter } from "./record-filter.ts";
import { sendBatch } from "./send-batch.ts";

/** Reads a pipe's queue: what passes its filters is enriched, and goes to its target, a batch at a time. What fails comes again as the queue gives it again. */
export async function createPipeRunner(host: ServiceHost, pipe: Pipe, lease: OwnedLease): Promise<Runner> {
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
    mayRead: () => lease.isHeld(),
    wants: toFilter((sourceParameters?.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern)),
    handle: (records) => handle(host, pipe, records, as),
    trouble: (error) =>
      host.log.warn("a pipe has trouble", {
        pipe: pipe.name,
        source,
        error: error instanceof Error ? error.message : String(error),
      }),
  });
}

async function handle(
  host: ServiceHost,
  pipe: Pipe,
  records: readonly QueueRecord[],
  as: () => Promise<CallOptions>,
): Promise<Handled<QueueRecord>> {
  const beganMs = host.clock.monotonicMs();
  try {
    const events = await enrich(host, pipe, records, as);
    const failed = await sendBatch(host, pipe, { records, events }, as);
    return { failed, durationMs: host.clock.monotonicMs() - beganMs };
  } catch (error) {
    // A function that is throttled takes it later.
    if (isNamed(error, "TooManyRequestsException")) return { failed: records };
    throw error;
  }
}

/** In whose name a pipe reads, enriches and sends: its role's. */
function createSession(host: ServiceHost, pipe: Pipe): () => Promise<CallOptions> {
  const { account, region, name, definition } = pipe;
  const role = { account, region, role: definition.roleArn, sessionName: name, service: pipes };
  return async () => {
    const { principal } = await host.sessions.get({ ...role, sourceArn: pipeArn(pipe, name) });
    return { account, region, principal };
  };
}
