import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

export const listQueueTags: SqsOperation<"ListQueueTags"> = async ({ QueueUrl }, context) => {
  const { tags } = await findQueue(context, QueueUrl, "ListQueueTags");
  return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
};
