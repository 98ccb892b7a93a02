import { fail } from "../../../platform/aws-error.ts";
import { groupNotFound, streamNotFound } from "../errors.ts";
import { type Chunk, chunkStore, type StoredEvent } from "../events/chunk-store.ts";
import { toMetricsEffect } from "../events/embedded-metrics.ts";
import { eventBytes } from "../events/event-page.ts";
import { toEventId } from "../events/event-position.ts";
import { toUsage } from "../events/ingestion-usage.ts";
import { checkBatch, takeAcceptable } from "../events/put-events.ts";
import { toFilterEffects } from "../filters/filter-effects.ts";
import { groupKey, groupNameOf } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

/**
 * Appends a batch as one chunk, in one write: whoever reads after the answer sees it. Sequence tokens are given and never
 * asked for, as on AWS since 2023.
 */
export const putLogEvents: LogsOperation<"PutLogEvents"> = async (input, context) => {
  const { host, state } = context;
  const events = input.logEvents.map(({ timestamp = 0, message = "" }): StoredEvent => [timestamp, message]);
  checkBatch(events);
  const name = groupNameOf(input.logGroupName, context) ?? fail(groupNotFound());
  const group = (await state.groups.find(context, name)) ?? fail(groupNotFound());
  const nowMs = host.clock.nowMs();
  const { accepted, rejected } = takeAcceptable(events, group, nowMs);
  const metrics = toMetricsEffect(accepted, host.random);
  const filters = group.filtersVersion === 0 ? undefined : await state.filters.of(context, group);
  const effects = filters && (await toFilterEffects(filters, group.name, accepted, host.random));
  const chunk = await host.storage.partition(groupKey(context, group.id)).write(async (tx) => {
    if (accepted.length === 0)
      return void ((await streamStore.find(tx, input.logStreamName)) ?? fail(streamNotFound()));
    const chunk = toChunk(accepted, {
      sequence: await tx.nextSequence(),
      stream: input.logStreamName,
      ingestedMs: nowMs,
    });
    if (!(await streamStore.extend(tx, chunk))) throw streamNotFound();
    await chunkStore.add(tx, chunk, accepted);
    if (metrics) await tx.emit(metrics);
    for (const effect of effects?.(chunk) ?? []) await tx.emit(effect);
    return chunk;
  });
  if (chunk) {
    state.usage.add(context.account, toUsage(group, chunk, context));
    state.liveTail.publish(group.id, () =>
      accepted.map(([timestampMs, message], index) => ({ ...chunk, timestampMs, message, index })),
    );
  }
  return {
    nextSequenceToken: toEventId({ timestampMs: chunk?.lastMs ?? 0, sequence: chunk?.sequence ?? 0, index: 0 }),
    rejectedLogEventsInfo: rejected,
    // Entities are not supported, and AWS too takes the events where it does not take the entity.
    rejectedEntityInfo: input.entity && { errorType: "UnsupportedLogGroupType" },
  };
};

function toChunk(events: readonly StoredEvent[], source: Pick<Chunk, "sequence" | "stream" | "ingestedMs">): Chunk {
  return {
    ...source,
    firstMs: events[0]?.[0] ?? 0,
    lastMs: events.at(-1)?.[0] ?? 0,
    storedBytes: events.reduce((sum, [, message]) => sum + eventBytes(message), 0),
  };
}
