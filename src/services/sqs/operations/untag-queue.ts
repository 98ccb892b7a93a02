import { fail } from "../../../platform/aws-error.ts";
import { withoutTags } from "../../tags.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";

export const untagQueue: SqsOperation<"UntagQueue"> = async ({ QueueUrl, TagKeys = [] }, context) => {
  const known = await findQueue(context, QueueUrl, "UntagQueue");
  const found = await context.state.queues.change(known, async (queue) => ({
    to: { ...queue, tags: withoutTags(queue.tags, TagKeys) },
    gives: undefined,
  }));
  if (!found) fail(queueGone(context));
  return {};
};
