import { fail } from "../../../platform/aws-error.ts";
import type { SqsOperation } from "../operation.ts";
import { checkLabel } from "../permissions/check-label.ts";
import { withoutPermission } from "../permissions/queue-policy.ts";
import { changeQueue } from "../queues/change-queue.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";
import { toKnown } from "../queues/queue-directory.ts";

export const removePermission: SqsOperation<"RemovePermission"> = async ({ QueueUrl, Label = "" }, context) => {
  const known = await findQueue(context, QueueUrl, "RemovePermission");
  checkLabel(Label);
  const found = await changeQueue(context, known, ({ Policy: _, ...others }, queue) => {
    const policy = withoutPermission(toKnown(queue), Label);
    return policy === "" ? others : { ...others, Policy: policy };
  });
  if (!found) fail(queueGone(context));
  return {};
};
