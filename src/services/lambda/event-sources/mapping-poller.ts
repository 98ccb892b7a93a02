import type { OwnedLease } from "../../../cluster/cluster.ts";
import { isNamed } from "../../../platform/aws-error.ts";
import type { Runner } from "../../event-sources/owned-runners.ts";
import { Poller } from "../../event-sources/poller.ts";
import { queueScaling, type Scaling } from "../../event-sources/poller-limit.ts";
import type { Handled, PollerCounter } from "../../event-sources/poller-options.ts";
import { createQueueSource, type QueueRecord } from "../../event-sources/queue-source.ts";
import type { ServiceHost } from "../../service.ts";
import { functionArn, qualifiedArn } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import { AdaptiveLimit } from "../invocation/events/adaptive-limit.ts";
import type { Admitted, Invoker } from "../invocation/invoker.ts";
import { functionRoleSession } from "../invocation/role-session.ts";
import { continueTrace, isLoop } from "../invocation/trace-header.ts";
import { limits } from "../limits.ts";
import type { Meter } from "../metering/meter.ts";
import { failedOf } from "./batch-answer.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import { FunctionAdmissions } from "./function-admissions.ts";
import type { MappingCounter, MappingMetrics } from "./mapping-metrics.ts";
import { toFilter } from "./record-filter.ts";
import { readVisibilitySeconds } from "./source-queue.ts";

export interface MappingParts {
  readonly host: ServiceHost;
  readonly functions: FunctionDirectory;
  readonly invoker: Invoker;
  readonly meter: Meter;
  readonly metrics: MappingMetrics;
}

const { eventSources } = limits;

/** Reads a mapping's queue and has its function handle the messages. */
export async function createMappingPoller(
  parts: MappingParts,
  mapping: EventSourceMapping,
  lease: OwnedLease,
): Promise<Runner> {
  const { host, metrics } = parts;
  const admissions = new FunctionAdmissions(mapping.function, { ...parts, clock: host.clock });
  const as = async () => (await functionRoleSession(host, (await admissions.target()).record)).as;
  // A queue or a function that is not there now is met again, and told, by the poller.
  const visibilitySeconds = await readVisibilitySeconds(host, mapping.eventSourceArn, as).catch(
    () => eventSources.visibilitySeconds,
  );
  // What is gathered must not come again meanwhile: half of the time is for gathering, half for room and for the function.
  return new Poller<QueueRecord, Admitted>({
    clock: host.clock,
    source: createQueueSource(host, {
      queueArn: mapping.eventSourceArn,
      as,
      namesNoDigest: mapping.windowSeconds > 0,
    }),
    batch: {
      size: mapping.batchSize,
      windowMs: Math.min(mapping.windowSeconds, visibilitySeconds / 2) * 1_000,
      bytes: limits.synchronousPayloadBytes - emptyBatch.length,
    },
    scaling: scalingOf(mapping),
    following: new AdaptiveLimit(eventSources.concurrency),
    admissions,
    heldMs: (visibilitySeconds * 1_000) / 2,
    mayRead: () => lease.isHeld(),
    wants: toFilter(mapping.filters),
    handle: (records, admitted) => handle(parts, mapping, records, admitted),
    trouble: (error) =>
      host.log.warn("an event source mapping has trouble", {
        uuid: mapping.uuid,
        source: mapping.eventSourceArn,
        error: error instanceof Error ? error.message : String(error),
      }),
    counted: mapping.countsEvents ? (counter, events) => metrics.count(mapping, counters[counter], events) : undefined,
  });
}

const counters: Readonly<Record<PollerCounter, MappingCounter>> = {
  polled: "PolledEventCount",
  filteredOut: "FilteredOutEventCount",
  invoked: "InvokedEventCount",
  failed: "FailedInvokeEventCount",
  deleted: "DeletedEventCount",
};

/** Source: "Configuring scaling behavior for SQS event source mappings". */
function scalingOf({ maximumConcurrency, pollers }: EventSourceMapping): Scaling {
  if (pollers) {
    const { concurrencyPerPoller, provisionedPerMinute } = eventSources;
    const most = pollers.maximum * concurrencyPerPoller;
    return { first: pollers.minimum * concurrencyPerPoller, perMinute: provisionedPerMinute, most };
  }
  return maximumConcurrency === undefined ? queueScaling : { ...queueScaling, most: maximumConcurrency };
}

const emptyBatch = '{"Records":[]}';

async function handle(
  { host, invoker, meter }: MappingParts,
  mapping: EventSourceMapping,
  records: readonly QueueRecord[],
  admitted: Admitted,
): Promise<Handled<QueueRecord>> {
  const { target } = admitted;
  const { clock, random } = host;
  const given = records.find(({ event }) => event.attributes.AWSTraceHeader)?.event.attributes.AWSTraceHeader;
  const trace = continueTrace(given, functionArn(target.record), clock.nowMs(), random);
  if (isLoop(trace) && target.known.family.recursiveLoop === "Terminate") {
    invoker.release(admitted);
    meter.count(mapping.function, "RecursiveInvocationsDropped");
    return { failed: records };
  }
  try {
    const outcome = await invoker.runAdmitted(admitted, {
      requestId: random.uuid(),
      event: Buffer.from(`{"Records":[${records.map(({ text }) => text).join(",")}]}`),
      invokedArn: qualifiedArn(mapping.function, mapping.function.qualifier),
      clientContext: undefined,
      traceId: trace.text,
      tailLog: false,
    });
    const { durationMs } = outcome.report;
    if (outcome.failed) return { failed: records, durationMs };
    const failed = mapping.reportsFailures ? failedOf(outcome.payload, records) : [];
    // A group waits until its former messages have gone: not for the log of theirs, too.
    return { failed, durationMs, stored: mapping.eventSourceArn.endsWith(".fifo") ? undefined : outcome.logged };
  } catch (error) {
    // Environments of the function start as fast as they may: its messages come again.
    if (isNamed(error, "TooManyRequestsException")) return { failed: records };
    throw error;
  }
}
