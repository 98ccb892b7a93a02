import { checkVisibility } from "../messages/check-visibility.ts";
import { fromReceiptHandle } from "../messages/receipt-handle.ts";
import { changeVisibility } from "../messages/remove-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** How long it is in flight, from now on; with zero it can be received at once. */
export const changeMessageVisibility: SqsOperation<"ChangeMessageVisibility"> = async (input, context) => {
  const { QueueUrl, ReceiptHandle = "", VisibilityTimeout: seconds = 0 } = input;
  const { state, host } = context;
  const queue = await findQueue(context, QueueUrl, "ChangeMessageVisibility");
  state.throughput.admit(queue, context, "changeVisibility");
  checkVisibility(seconds);
  const receipt = fromReceiptHandle(queue, ReceiptHandle);
  const isChanged = await host.storage
    .partition(queue.messagesKey)
    .write((tx) => changeVisibility(tx, queue, { receipt, seconds }, host.clock.nowMs()));
  if (isChanged) state.receivers.tell(queue.messagesKey, 1);
  return {};
};
