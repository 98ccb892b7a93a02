import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import type { SqsState } from "../state.ts";
import { duplicateStore } from "./duplicate-store.ts";
import { groupStore } from "./group-store.ts";
import type { NewMessage } from "./message.ts";
import { messageStore } from "./message-store.ts";
import { placeFairly } from "./place-fairly.ts";

/** Where a message has come to stand; one that was there already stands where it did. */
export interface Placed {
  readonly id: string;
  readonly seq: number;
  readonly isDuplicate: boolean;
}

export interface Putting {
  readonly message: NewMessage;
  /** Of a delivery that may be repeated: by it the second is known. */
  readonly deliveryId?: string | undefined;
}

/** Puts messages into a queue, in one commit, and wakes who waits for them. */
export async function putMessages(
  { storage, clock }: Pick<ServiceHost, "storage" | "clock">,
  { queues, receivers }: Pick<SqsState, "queues" | "receivers">,
  queue: KnownQueue,
  messages: readonly Putting[],
): Promise<readonly Placed[]> {
  const nowMs = clock.nowMs();
  const placed = await storage.partition(queue.messagesKey).write(async (tx) => {
    const result: Placed[] = [];
    for (const each of messages) result.push(await putMessage(tx, queue, each, nowMs));
    await messageStore.count(tx, result.filter(({ isDuplicate }) => !isDuplicate).length);
    return result;
  });
  const now = await queues.find(queue);
  // Deleted or purged while this was under way: what came after that would be there for ever.
  if (now?.id !== queue.id || now.generation !== queue.generation) await storage.partition(queue.messagesKey).drop();
  receivers.tell(queue.messagesKey, placed.filter(({ isDuplicate }) => !isDuplicate).length);
  return placed;
}

async function putMessage(
  tx: WriteTransaction,
  queue: KnownQueue,
  { message, deliveryId }: Putting,
  nowMs: number,
): Promise<Placed> {
  const duplicate = deliveryId === undefined ? undefined : `delivery ${deliveryId}`;
  const known =
    (duplicate && (await duplicateStore.find(tx, duplicate, "", nowMs))) ??
    (await findDuplicate(tx, queue, message, nowMs));
  if (known !== undefined) return { ...(JSON.parse(known) as { id: string; seq: number }), isDuplicate: true };
  const seq = await tx.nextSequence();
  const { groupId, id, delayMs } = message;
  const isTenants = !queue.isFifo && groupId !== undefined;
  const placeMs = isTenants ? await placeFairly(tx, groupId, nowMs) : nowMs;
  const visibleMs = delayMs > 0 ? nowMs + delayMs : placeMs;
  await messageStore.add(tx, seq, message, visibleMs);
  if (delayMs > 0 && !message.receives) await messageStore.countDelayed(tx, visibleMs, 1, nowMs);
  const noted = JSON.stringify({ id, seq });
  if (queue.isFifo && groupId !== undefined) {
    await groupStore.added(tx, groupId, seq, visibleMs);
    const { deduplicationId } = message.details;
    if (deduplicationId !== undefined) {
      const untilMs = nowMs + limits.deduplicationMs;
      await duplicateStore.note(tx, { id: `send ${deduplicationId}`, groupId, untilMs, message: noted }, nowMs);
    }
  }
  if (duplicate)
    await duplicateStore.note(
      tx,
      { id: duplicate, groupId: "", untilMs: nowMs + limits.arrivalsMs, message: noted },
      nowMs,
    );
  return { id, seq, isDuplicate: false };
}

/** Source: "Using the message deduplication ID": five minutes, in the queue or in the group, whether it was received or not. */
async function findDuplicate(
  tx: WriteTransaction,
  { isFifo, settings, formerScope }: KnownQueue,
  { groupId, details: { deduplicationId } }: NewMessage,
  nowMs: number,
): Promise<string | undefined> {
  if (!isFifo || deduplicationId === undefined) return undefined;
  const byGroup = formerScope && formerScope.untilMs > nowMs ? formerScope.byGroup : settings.deduplicatesByGroup;
  return duplicateStore.find(tx, `send ${deduplicationId}`, byGroup ? groupId : undefined, nowMs);
}
