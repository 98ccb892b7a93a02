import { isNamed } from "../../../platform/aws-error.ts";
import type { Handled } from "../../event-sources/poller-options.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import type { Metering } from "../metering/metering.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";
import { enrich } from "./enrich.ts";
import type { PipeRecord } from "./pipe-record.ts";
import { sendBatch } from "./send-batch.ts";

/** Enriches a batch and sends it to the pipe's target; rejects where all of it failed. */
export async function handleBatch<R extends PipeRecord>(
  host: ServiceHost,
  metering: Metering,
  pipe: Pipe,
  records: readonly R[],
  as: () => Promise<CallOptions>,
): Promise<Handled<R>> {
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
export function createSession(host: ServiceHost, pipe: Pipe): () => Promise<CallOptions> {
  const { account, region, name, definition } = pipe;
  const role = { account, region, role: definition.roleArn, sessionName: name, service: pipes };
  return async () => {
    const { principal } = await host.sessions.get({ ...role, sourceArn: pipeArn(pipe, name) });
    return { account, region, principal };
  };
}
