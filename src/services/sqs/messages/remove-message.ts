import type { WriteTransaction } from "../../../storage/database.ts";
import { invalidValue, messageNotAvailable, receiptHandleHasExpired } from "../errors.ts";
import { limits } from "../limits.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import { groupStore } from "./group-store.ts";
import { type MessageState, messageStore } from "./message-store.ts";
import type { Receipt } from "./receipt-handle.ts";
import { tenantStore } from "./tenant-store.ts";

/**
 * Removes the message of a receipt; gives whether there was one, for a handle whose message has gone succeeds. A FIFO queue takes only the handle of the
 * last receive, while it is in flight. Throws InvalidParameterValue. It does not count it: see `messageStore.count`.
 */
export async function removeReceived(
  tx: WriteTransaction,
  queue: KnownQueue,
  receipt: Receipt,
  nowMs: number,
): Promise<boolean> {
  if (receipt.generation !== queue.generation) return false;
  const message = await messageStore.findState(tx, receipt.seq);
  if (!message) return false;
  if (queue.isFifo && (message.visibleMs <= nowMs || message.receives !== receipt.receives))
    throw receiptHandleHasExpired(receipt.handle);
  await removeMessage(tx, queue, message);
  return true;
}

/** It does not count it: see `messageStore.count`. */
export async function removeMessage(
  tx: WriteTransaction,
  { isFifo }: KnownQueue,
  message: Pick<MessageState, "seq" | "hasBody" | "groupId">,
): Promise<void> {
  await messageStore.remove(tx, message);
  if (message.groupId === undefined) return;
  if (isFifo) await groupStore.refresh(tx, message.groupId);
  else await tenantStore.removed(tx, message.groupId);
}

/**
 * Changes how long the message of a receipt is in flight, from now on; gives whether it can be received at another time now. Throws
 * InvalidParameterValue. Source: "ChangeMessageVisibility".
 */
export async function changeVisibility(
  tx: WriteTransaction,
  queue: KnownQueue,
  { receipt, seconds }: { receipt: Receipt; seconds: number },
  nowMs: number,
): Promise<boolean> {
  const message = receipt.generation === queue.generation ? await messageStore.findState(tx, receipt.seq) : undefined;
  if (!message) throw messageNotAvailable(receipt.handle);
  // What is not in flight any more stays visible: AWS answers as if it had been changed.
  if (message.visibleMs <= nowMs) {
    if (queue.isFifo) throw receiptHandleHasExpired(receipt.handle);
    return false;
  }
  // A standard queue takes the handle of an earlier receive, too.
  if (queue.isFifo && message.receives !== receipt.receives) throw receiptHandleHasExpired(receipt.handle);
  const total = (nowMs - (message.receivedMs ?? nowMs)) / 1000 + seconds;
  if (total > limits.visibilitySeconds) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${limits.visibilitySeconds} seconds]`;
    throw invalidValue(seconds, "VisibilityTimeout", reason);
  }
  await messageStore.setVisible(tx, receipt.seq, nowMs + seconds * 1000);
  if (queue.isFifo && message.groupId !== undefined) await groupStore.refresh(tx, message.groupId);
  return true;
}

/**
 * Removes some of what has been kept too long, as much as one write may; gives whether there may be more. Then nothing of the queue is for anybody
 * before it has been called again, in another write: a million of them hold up no one else.
 */
export async function expireSome(tx: WriteTransaction, queue: KnownQueue, nowMs: number): Promise<boolean> {
  const old = await messageStore.listOlder(tx, nowMs - queue.settings.retentionMs, expiredAtOnce);
  for (const message of old) {
    await removeMessage(tx, queue, message);
    if (message.receives === 0 && message.visibleMs > nowMs)
      await messageStore.countDelayed(tx, message.visibleMs, -1, nowMs);
  }
  await messageStore.count(tx, -old.length);
  return old.length === expiredAtOnce;
}

const expiredAtOnce = 500;
