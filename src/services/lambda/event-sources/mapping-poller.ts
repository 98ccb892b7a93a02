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
import { limits } from "../limits.ts";
import type { Meter } from "../metering/meter.ts";
import { failedOf } from "./batch-answer.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import { followTraces } from "./follow-traces.ts";
import { FunctionAdmissions } from "./function-admissions.ts";
import type { MappingCounter, MappingMetrics } from "./mapping-metrics.ts";
import { QueueVisibility } from "./queue-visibility.ts";
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
  const visibility = new QueueVisibility(() => readVisibilitySeconds(host, mapping.eventSourceArn, as), host.clock);
  await visibility.look();
  const source = createQueueSource(host, {
    queueArn: mapping.eventSourceArn,
    as,
    namesNoDigest: mapping.windowSeconds > 0,
  });
  return new Poller<QueueRecord, Admitted>({
    clock: host.clock,
    source: {
      ...source,
      receive: async (asked) => {
        await visibility.look();
        return source.receive(asked);
      },
    },
    // What is gathered must not come again meanwhile: half of the time is for gathering, half for room and for the function.
    batch: {
      size: mapping.batchSize,
      get windowMs() {
        return Math.min(mapping.windowSeconds, visibility.seconds / 2) * 1_000;
      },
      bytes: limits.synchronousPayloadBytes - emptyBatch.length,
    },
    get heldMs() {
      return (visibility.seconds * 1_000) / 2;
    },
    scaling: scalingOf(mapping),
    following: new AdaptiveLimit(boundsOf(mapping)),
    isOrdered: mapping.eventSourceArn.endsWith(".fifo"),
    admissions,
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

/** As many as help on this machine, and no fewer than are provisioned. */
function boundsOf({ pollers }: EventSourceMapping): { readonly least: number; readonly most: number } {
  const { concurrency, concurrencyPerPoller } = eventSources;
  const least = Math.max(concurrency.least, (pollers?.minimum ?? 0) * concurrencyPerPoller);
  return { least, most: Math.max(concurrency.most, least) };
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
  const { passing, looping, trace } = followTraces(records, functionArn(target.record), clock.nowMs(), random);
  const stops = looping.length > 0 && target.known.family.recursiveLoop === "Terminate";
  if (stops) meter.count(mapping.function, "RecursiveInvocationsDropped");
  const isFifo = mapping.eventSourceArn.endsWith(".fifo");
  // What stands behind a message of its group must not overtake it.
  const dropped = !stops ? [] : isFifo ? records : looping;
  const given = !stops ? records : isFifo ? [] : passing;
  if (given.length === 0) {
    invoker.release(admitted);
    return { failed: records };
  }
  try {
    const outcome = await invoker.runAdmitted(admitted, {
      requestId: random.uuid(),
      event: Buffer.from(`{"Records":[${given.map(({ text }) => text).join(",")}]}`),
      invokedArn: qualifiedArn(mapping.function, mapping.function.qualifier),
      clientContext: undefined,
      traceId: trace.text,
      beginsTrace: trace.isNew,
      tailLog: false,
    });
    const { durationMs } = outcome.report;
    if (outcome.failed) return { failed: records, durationMs };
    const failed = mapping.reportsFailures ? failedOf(outcome.payload, given) : [];
    // A group waits until its former messages have gone: not for the log of theirs, too.
    return { failed: [...dropped, ...failed], durationMs, stored: isFifo ? undefined : outcome.logged };
  } catch (error) {
    // Environments of the function start as fast as they may: its messages come again.
    if (isNamed(error, "TooManyRequestsException")) return { failed: records };
    throw error;
  }
}
