import type { Message } from "@aws-sdk/client-sqs";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { groupStore } from "../messages/group-store.ts";
import type { StoredMessage } from "../messages/message.ts";
import { messageStore } from "../messages/message-store.ts";
import { toMessage } from "../messages/to-message.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

interface Look {
  /** Those in flight, and in a FIFO queue those that wait for them, with `IsVisible`. */
  readonly showsInvisible: boolean;
  /** Those that can't be received yet, with `IsDelayed`. */
  readonly showsDelayed: boolean;
}

/** The first messages in the order of their sending, as a receive would give them, without a receive. */
export async function lookAtMessages(
  { storage, clock }: ServiceHost,
  queue: KnownQueue,
  look: Look,
): Promise<readonly Message[]> {
  const nowMs = clock.nowMs();
  const found = await storage.partition(queue.messagesKey).read(async (tx) => {
    const most = limits.messagesPerLook;
    const waits = queue.isFifo && !look.showsInvisible;
    const now = waits ? await listReady(tx, nowMs) : await messageStore.listVisible(tx, nowMs, most);
    const later: StoredMessage[] = [];
    for (const received of [true, false]) {
      if (received ? !look.showsInvisible : !look.showsDelayed) continue;
      later.push(...(await messageStore.listInvisible(tx, nowMs, received, most)));
    }
    return [...now, ...later];
  });
  const oldestMs = nowMs - queue.settings.retentionMs;
  return found
    .filter(({ sentMs }) => sentMs > oldestMs)
    .sort((a, b) => a.seq - b.seq)
    .slice(0, limits.messagesPerLook)
    .map((message) => toLookedAt(queue, message, look, nowMs));
}

/** Without those that wait for another of their group. */
async function listReady(tx: ReadTransaction, nowMs: number): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const groupId of await groupStore.listReady(tx, nowMs, limits.messagesPerLook)) {
    const room = limits.messagesPerLook - found.length;
    if (room <= 0) break;
    for (const message of await messageStore.listGroup(tx, groupId, room)) {
      if (message.visibleMs > nowMs) break;
      found.push(message);
    }
  }
  return found;
}

function toLookedAt(queue: KnownQueue, stored: StoredMessage, look: Look, nowMs: number): Message {
  const message = toMessage(
    queue,
    { ...stored, firstReceivedMs: stored.firstReceivedMs ?? 0 },
    { system: ["All"], attributes: ["All"] },
  );
  const isVisible = stored.visibleMs <= nowMs;
  const more: Record<string, string> = {};
  if (look.showsInvisible) more.IsVisible = String(isVisible);
  if (look.showsDelayed) more.IsDelayed = String(!isVisible && stored.receives === 0);
  // Nothing was received, so there is nothing to delete by.
  return { ...message, Attributes: { ...message.Attributes, ...more }, ReceiptHandle: "SQS/BACKDOOR/ACCESS" };
}
