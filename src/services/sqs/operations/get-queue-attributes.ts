import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";
import { toAttributes } from "../queues/to-attributes.ts";

/** Those that are asked for, of those that the queue has. The counts are exact here. */
export const getQueueAttributes: SqsOperation<"GetQueueAttributes"> = async (input, context) => {
  const { QueueUrl, AttributeNames: names = [] } = input;
  const queue = await findQueue(context, QueueUrl, "GetQueueAttributes");
  const attributes = await toAttributes(context, queue, names);
  return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
};
