import type { SqsContext } from "../operation.ts";
import type { Attributes, FormerScope, Queue } from "./queue.ts";
import { type KnownQueue, toKnown } from "./queue-directory.ts";
import { queueStore } from "./queue-store.ts";

/** Source: "SetQueueAttributes": changes take up to a minute to be felt everywhere. Only this one would be felt too early. */
const scopeChangesAfterMs = 60_000;

/** Changes a queue's attributes, and what follows from them; false if it is not there. */
export async function changeQueue(
  { state, host }: SqsContext,
  known: KnownQueue,
  change: (attributes: Attributes, queue: Queue) => Attributes,
): Promise<boolean> {
  const found = await state.queues.change(known, async (queue, tx) => {
    const nowMs = host.clock.nowMs();
    const changed: Queue = { ...queue, modifiedMs: nowMs, attributes: change(queue.attributes, queue) };
    const [before, after] = [toKnown(queue), toKnown(changed)];
    if (before.settings.redrive?.deadLetterArn !== after.settings.redrive?.deadLetterArn) {
      await queueStore.removeSource(tx, queue.name);
      if (after.settings.redrive) await queueStore.addSource(tx, after.settings.redrive.deadLetterArn, queue.name);
    }
    return { to: { ...changed, formerScope: formerScope(before, after, nowMs) }, gives: after };
  });
  if (!found) return false;
  // Who waits by the former ones looks again, by these.
  state.receivers.tellAll(found.gives.messagesKey);
  return true;
}

function formerScope(before: KnownQueue, after: KnownQueue, nowMs: number): FormerScope | undefined {
  const byGroup = before.settings.deduplicatesByGroup;
  if (byGroup === after.settings.deduplicatesByGroup) return before.formerScope;
  return { byGroup, untilMs: nowMs + scopeChangesAfterMs };
}
