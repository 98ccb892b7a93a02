import { messageStore } from "../messages/message-store.ts";
import { fromReceiptHandle } from "../messages/receipt-handle.ts";
import { removeReceived } from "../messages/remove-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** A message that has gone already is deleted again without an error, as on AWS. */
export const deleteMessage: SqsOperation<"DeleteMessage"> = async ({ QueueUrl, ReceiptHandle = "" }, context) => {
  const { state, host } = context;
  const queue = await findQueue(context, QueueUrl, "DeleteMessage");
  state.throughput.admit(queue, context, "delete");
  const receipt = fromReceiptHandle(queue, ReceiptHandle);
  const isRemoved = await host.storage.partition(queue.messagesKey).write(async (tx) => {
    const removed = await removeReceived(tx, queue, receipt, host.clock.nowMs());
    if (removed) await messageStore.count(tx, -1);
    return removed;
  });
  if (!isRemoved) return {};
  state.inFlight.left(queue, 1);
  state.metering.count(queue, "NumberOfMessagesDeleted");
  // The next of its group can be received now.
  if (queue.isFifo) state.receivers.tell(queue.messagesKey, 1);
  return {};
};
