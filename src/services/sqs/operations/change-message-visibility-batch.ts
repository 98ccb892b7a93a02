import { type BatchFailure, checkBatch, toFailure, toResult } from "../messages/batch.ts";
import { checkVisibility } from "../messages/check-visibility.ts";
import { fromReceiptHandle } from "../messages/receipt-handle.ts";
import { changeVisibility } from "../messages/remove-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** Each succeeds or fails by itself, in one commit. */
export const changeMessageVisibilityBatch: SqsOperation<"ChangeMessageVisibilityBatch"> = async (input, context) => {
  const { state, host } = context;
  const entries = checkBatch(input.Entries, "ChangeMessageVisibilityBatchRequestEntry");
  const queue = await findQueue(context, input.QueueUrl, "ChangeMessageVisibilityBatch");
  state.throughput.admit(queue, context, "changeVisibility");
  const { changed, failed } = await host.storage.partition(queue.messagesKey).write(async (tx) => {
    const nowMs = host.clock.nowMs();
    const failures: BatchFailure[] = [];
    let count = 0;
    for (const { Id, ReceiptHandle = "", VisibilityTimeout: seconds = 0 } of entries) {
      try {
        checkVisibility(seconds);
        const receipt = fromReceiptHandle(queue, ReceiptHandle);
        if (await changeVisibility(tx, queue, { receipt, seconds }, nowMs)) count++;
      } catch (error) {
        failures.push(toFailure(Id, error));
      }
    }
    return { changed: count, failed: failures };
  });
  state.receivers.tell(queue.messagesKey, changed);
  return toResult(entries, failed);
};
