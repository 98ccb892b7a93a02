import { type BatchFailure, checkBatch, toFailure, toResult } from "../messages/batch.ts";
import { messageStore } from "../messages/message-store.ts";
import { fromReceiptHandle } from "../messages/receipt-handle.ts";
import { removeReceived } from "../messages/remove-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** Each succeeds or fails by itself, in one commit. */
export const deleteMessageBatch: SqsOperation<"DeleteMessageBatch"> = async (input, context) => {
  const { state, host } = context;
  const entries = checkBatch(input.Entries, "DeleteMessageBatchRequestEntry");
  const queue = await findQueue(context, input.QueueUrl, "DeleteMessageBatch");
  state.throughput.admit(queue, context, "delete");
  const { removed, failed } = await host.storage.partition(queue.messagesKey).write(async (tx) => {
    const nowMs = host.clock.nowMs();
    const failures: BatchFailure[] = [];
    let count = 0;
    for (const { Id, ReceiptHandle = "" } of entries) {
      try {
        if (await removeReceived(tx, queue, fromReceiptHandle(queue, ReceiptHandle), nowMs)) count++;
      } catch (error) {
        failures.push(toFailure(Id, error));
      }
    }
    await messageStore.count(tx, -count);
    return { removed: count, failed: failures };
  });
  state.inFlight.left(queue, removed);
  state.metering.count(queue, "NumberOfMessagesDeleted", removed);
  if (queue.isFifo) state.receivers.tell(queue.messagesKey, removed);
  return toResult(entries, failed);
};
