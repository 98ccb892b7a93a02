import { fail } from "../../../platform/aws-error.ts";
import type { SqsOperation } from "../operation.ts";
import { changeQueue } from "../queues/change-queue.ts";
import { changeAttributes } from "../queues/check-attributes.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";
import type { Attributes } from "../queues/queue.ts";
import { checkDeadLetterQueue } from "../redrive/check-dead-letter-queue.ts";

export const setQueueAttributes: SqsOperation<"SetQueueAttributes"> = async (input, context) => {
  const known = await findQueue(context, input.QueueUrl, "SetQueueAttributes");
  const { name, isFifo: fifo } = known;
  const changes = (input.Attributes ?? {}) as Attributes;
  const change = (former: Attributes) => changeAttributes(changes, { isFifo: fifo, isNew: false, former });
  const attributes = change(known.attributes);
  if (changes.RedrivePolicy) await checkDeadLetterQueue(context, { name, fifo, attributes });
  if (!(await changeQueue(context, known, change))) fail(queueGone(context));
  return {};
};
