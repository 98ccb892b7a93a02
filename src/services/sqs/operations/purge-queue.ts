import { fail } from "../../../platform/aws-error.ts";
import { purgeInProgress } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SqsOperation } from "../operation.ts";
import { toDropMessages } from "../queues/drop-messages.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";

/** Removes all messages at once, however many: the queue goes on with others, and these are dropped. */
export const purgeQueue: SqsOperation<"PurgeQueue"> = async ({ QueueUrl }, context) => {
  const known = await findQueue(context, QueueUrl, "PurgeQueue");
  const { clock, random } = context.host;
  const effectId = random.uuid();
  const found = await context.state.queues.change(known, async (queue, tx) => {
    const nowMs = clock.nowMs();
    if (queue.purgedMs !== undefined && nowMs - queue.purgedMs < limits.betweenPurgesMs)
      throw purgeInProgress(queue.name);
    await tx.emit(toDropMessages(queue, effectId));
    return { to: { ...queue, purgedMs: nowMs, generation: queue.generation + 1 }, gives: undefined };
  });
  if (!found) fail(queueGone(context));
  return {};
};
