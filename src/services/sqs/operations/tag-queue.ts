import { fail } from "../../../platform/aws-error.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";
import { checkTags } from "../tags/check-tags.ts";

export const tagQueue: SqsOperation<"TagQueue"> = async ({ QueueUrl, Tags = {} }, context) => {
  const known = await findQueue(context, QueueUrl, "TagQueue");
  const found = await context.state.queues.change(known, async (queue) => {
    checkTags(Tags, queue.tags, queue.name);
    return { to: { ...queue, tags: { ...queue.tags, ...Tags } }, gives: undefined };
  });
  if (!found) fail(queueGone(context));
  return {};
};
