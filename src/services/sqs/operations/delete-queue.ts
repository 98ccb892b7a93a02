import { fail } from "../../../platform/aws-error.ts";
import type { SqsOperation } from "../operation.ts";
import { toDropMessages } from "../queues/drop-messages.ts";
import { findQueue, queueGone } from "../queues/find-queue.ts";
import { queuesKey } from "../queues/queue.ts";
import { queueStore } from "../queues/queue-store.ts";

/** With all its messages; a minute long none of its name is made. */
export const deleteQueue: SqsOperation<"DeleteQueue"> = async ({ QueueUrl }, context) => {
  const { account, region, name } = await findQueue(context, QueueUrl, "DeleteQueue");
  const { storage, clock, random } = context.host;
  const effectId = random.uuid();
  const at = { account, region };
  await storage.partition(queuesKey(at)).write(async (tx) => {
    const queue = (await queueStore.find(tx, at, name)) ?? fail(queueGone(context));
    await queueStore.remove(tx, name, clock.nowMs());
    await queueStore.removeSource(tx, name);
    await tx.emit(toDropMessages(queue, effectId));
  });
  return {};
};
