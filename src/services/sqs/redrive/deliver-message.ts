import type { WriteTransaction } from "../../../storage/database.ts";
import type { EffectKind } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { limits } from "../limits.ts";
import type { NewMessage, StoredMessage } from "../messages/message.ts";
import { messageStore } from "../messages/message-store.ts";
import { putMessages } from "../messages/put-messages.ts";
import { tenantStore } from "../messages/tenant-store.ts";
import { isFifo } from "../queues/queue.ts";
import type { KnownQueue, QueueName } from "../queues/queue-directory.ts";
import type { SqsState } from "../state.ts";

/** A message on its way from one queue to another: it has left the one with the commit that holds this. */
interface Moving {
  readonly to: QueueName;
  /** Where it goes back to if the other is not there any more. */
  readonly from: QueueName;
  readonly message: NewMessage;
}

const topic = "sqs.deliver-message";

/** Moves a message that has been received too often: out of its queue in this commit, into the dead-letter queue by its effect. */
export async function moveToDeadLetters(
  tx: WriteTransaction,
  { from, to, message, id }: { from: KnownQueue; to: QueueName; message: StoredMessage; id: string },
): Promise<void> {
  const moved: NewMessage = {
    id: message.id,
    body: message.body,
    details: { ...message.details, deadLetterSource: from.arn },
    groupId: message.groupId,
    // Standard queues go on counting from the first: it expires when it would have. FIFO queues begin anew.
    sentMs: message.sentMs,
    delayMs: 0,
    receives: message.receives,
  };
  await leave(tx, { message, moving: { to: nameOf(to), from: nameOf(from), message: moved }, id });
}

/** Takes a message out of its queue, and emits it to another. The groups of a FIFO queue are the caller's to refresh. */
export async function leave(
  tx: WriteTransaction,
  { message, moving, id }: { message: StoredMessage; moving: Moving; id: string },
): Promise<void> {
  await messageStore.remove(tx, { seq: message.seq, hasBody: message.body.length > limits.inlineBodyLength });
  if (message.groupId !== undefined && !isFifo(moving.from)) await tenantStore.removed(tx, message.groupId);
  await messageStore.count(tx, -1);
  await tx.emit({ topic, id, payload: JSON.stringify(moving) });
}

/** Puts it into the other queue; repeated, it is there once. */
export const deliverMessage: EffectKind<SqsState> = {
  receive: async ({ id, payload }, _from, { state, host }) => {
    const { to, from, message } = JSON.parse(payload) as Moving;
    const queue = (await state.queues.find(to)) ?? (await state.queues.find(from));
    if (!queue) return { kind: "never", reason: `neither ${to.name} nor ${from.name} is there any more` };
    const sentMs = queue.isFifo ? host.clock.nowMs() : message.sentMs;
    await putMessages(host, state, queue, [{ message: { ...message, sentMs }, deliveryId: id }]);
    return delivered;
  },
  // Groups keep their order.
  order: ({ id, payload }) => {
    const { to, message } = JSON.parse(payload) as Moving;
    return isFifo(to) ? `${to.name} ${message.groupId}` : id;
  },
};

export function nameOf({ account, region, name }: QueueName): QueueName {
  return { account, region, name };
}
