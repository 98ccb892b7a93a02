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
import type { Metering } from "../metering/metering.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";
import { enrich } from "./enrich.ts";
import { toFilter } from "./record-filter.ts";
import { sendBatch } from "./send-batch.ts";

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
    mayRead: () => lease.isHeld(),
    wants: toFilter((sourceParameters?.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern)),
    handle: (records) => handle(host, metering, pipe, records, as),
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
  metering: Metering,
  pipe: Pipe,
  records: readonly QueueRecord[],
  as: () => Promise<CallOptions>,
): Promise<Handled<QueueRecord>> {
  const { clock } = host;
  const beganMs = clock.monotonicMs();
  const ended = metering.begin(
    pipe,
    records.map(({ bytes }) => bytes),
  );
  const isEnriched = pipe.definition.enrichment !== undefined;
  let stage: "Enrichment" | "Target" = "Enrichment";
  try {
    const events = await enrich(host, pipe, records, as);
    stage = "Target";
    const enrichedMs = clock.monotonicMs();
    if (isEnriched) metering.took(pipe, "EnrichmentStageDuration", enrichedMs - beganMs);
    if (events.length === 0) metering.count(pipe, "TargetStageSkipped");
    const failed = await sendBatch(host, pipe, { records, events }, as);
    if (events.length > 0) metering.took(pipe, "TargetStageDuration", clock.monotonicMs() - enrichedMs);
    if (failed.length > 0) {
      metering.count(pipe, "TargetStagePartiallyFailed");
      metering.count(pipe, "ExecutionPartiallyFailed");
    }
    return { failed, durationMs: clock.monotonicMs() - beganMs };
  } catch (error) {
    // A function that is throttled takes it later.
    if (isNamed(error, "TooManyRequestsException")) {
      metering.count(pipe, "ExecutionThrottled");
      return { failed: records };
    }
    metering.count(pipe, `${stage}StageFailed`);
    metering.count(pipe, "ExecutionFailed");
    throw error;
  } finally {
    metering.took(pipe, "Duration", clock.monotonicMs() - beganMs);
    ended();
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
