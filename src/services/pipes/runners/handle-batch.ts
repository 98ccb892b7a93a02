import { isNamed } from "../../../platform/aws-error.ts";
import type { Handled } from "../../event-sources/poller-options.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Metering } from "../metering/metering.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";
import { enrich } from "./enrich.ts";
import type { PipeRecord } from "./pipe-record.ts";
import { sendBatch } from "./send-batch.ts";

/** Thrown for a batch whose time is up. What it has called goes on, and what that answers is nobody's any more. */
class ExecutionTimeoutError extends Error {
  override readonly name = "ExecutionTimeoutError";
}

/** Enriches a batch and sends it to the pipe's target, within `executionMs`; rejects where all of it failed. */
export async function handleBatch<R extends PipeRecord>(
  host: ServiceHost,
  metering: Metering,
  pipe: Pipe,
  records: readonly R[],
  as: () => Promise<CallOptions>,
  executionMs: number = limits.executionMs,
): Promise<Handled<R>> {
  const { clock } = host;
  const { promise: late, reject: giveUp } = Promise.withResolvers<never>();
  late.catch(() => {});
  const timer = clock.afterMachine(executionMs, () =>
    giveUp(
      new ExecutionTimeoutError(`${pipeArn(pipe, pipe.name)}: a batch took more than ${executionMs / 1_000} seconds`),
    ),
  );
  const beganMs = clock.monotonicMs();
  const ended = metering.begin(
    pipe,
    records.map(({ bytes }) => bytes),
  );
  const isEnriched = pipe.definition.enrichment !== undefined;
  let stage: "Enrichment" | "Target" = "Enrichment";
  try {
    const events = await Promise.race([enrich(host, pipe, records, as), late]);
    stage = "Target";
    const enrichedMs = clock.monotonicMs();
    if (isEnriched) metering.took(pipe, "EnrichmentStageDuration", enrichedMs - beganMs);
    if (events.length === 0) metering.count(pipe, "TargetStageSkipped");
    const failed = await Promise.race([sendBatch(host, pipe, { records, events }, as), late]);
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
    metering.count(pipe, error instanceof ExecutionTimeoutError ? "ExecutionTimeout" : "ExecutionFailed");
    throw error;
  } finally {
    timer.cancel();
    metering.took(pipe, "Duration", clock.monotonicMs() - beganMs);
    ended();
  }
}

/** In whose name a pipe reads, enriches and sends: its role's. */
export function createSession(host: ServiceHost, pipe: Pipe): () => Promise<CallOptions> {
  const { account, region, name, definition } = pipe;
  const role = { account, region, role: definition.roleArn, sessionName: name, service: pipes };
  return async () => {
    const { principal } = await host.sessions.get({ ...role, sourceArn: pipeArn(pipe, name) });
    return { account, region, principal };
  };
}
