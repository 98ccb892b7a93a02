import { parseArn } from "../../../platform/arn.ts";
import type { Tags } from "../../tags.ts";
import { queueDeletedRecently, queueNameExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SqsContext, SqsOperation } from "../operation.ts";
import { changeAttributes, isTrue } from "../queues/check-attributes.ts";
import { checkQueueName } from "../queues/check-queue-name.ts";
import { type Attributes, type Queue, queueArn, queuesKey } from "../queues/queue.ts";
import { toKnown } from "../queues/queue-directory.ts";
import { defaultAttributes, defaultFifoAttributes } from "../queues/queue-settings.ts";
import { queueStore } from "../queues/queue-store.ts";
import { toQueueUrl } from "../queues/queue-url.ts";
import { checkNotOfQueue } from "../queues/wire-habits.ts";
import { checkDeadLetterQueue } from "../redrive/check-dead-letter-queue.ts";
import { checkTags } from "../tags/check-tags.ts";

/** Makes a queue; one of that name and with no other attributes is given as it is. */
export const createQueue: SqsOperation<"CreateQueue"> = async (input, context) => {
  const { QueueName: name = "", Attributes: given = {}, tags = {} } = input;
  checkNotOfQueue(input, context.request, "CreateQueue");
  const asked = given as Attributes;
  const fifo = isTrue(asked.FifoQueue) || (asked.FifoQueue !== undefined && name.endsWith(".fifo"));
  checkQueueName(name, fifo);
  checkTags(tags, {});
  const attributes = changeAttributes(asked, { isFifo: fifo, isNew: true, former: {} });
  await checkDeadLetterQueue(context, { name, fifo, attributes });
  const queue = await makeQueue(context, { name, attributes, tags });
  context.state.metering.request(toKnown(queue), "CreateQueue", 0);
  return { QueueUrl: toQueueUrl(context.request.endpoint, queue, context) };
};

async function makeQueue(
  { account, region, host }: SqsContext,
  { name, attributes, tags }: { name: string; attributes: Attributes; tags: Tags },
): Promise<Queue> {
  const { storage, clock, random } = host;
  const id = random.uuid();
  const at = { account, region };
  return storage.partition(queuesKey(at)).write(async (tx) => {
    const nowMs = clock.nowMs();
    const existing = await queueStore.find(tx, at, name);
    if (existing) {
      checkSame(existing, attributes);
      return existing;
    }
    const deletedMs = await queueStore.deletedMs(tx, name);
    if (deletedMs !== undefined && nowMs - deletedMs < limits.afterDeletionMs) throw queueDeletedRecently();
    await queueStore.forgetDeletions(tx, nowMs - limits.afterDeletionMs);
    const queue: Queue = {
      ...at,
      name,
      id,
      createdMs: nowMs,
      modifiedMs: nowMs,
      attributes,
      tags,
      generation: 0,
      purgedMs: undefined,
      formerScope: undefined,
    };
    await queueStore.put(tx, queue);
    const { redrive } = toKnown(queue).settings;
    if (redrive && parseArn(redrive.deadLetterArn)) await queueStore.addSource(tx, redrive.deadLetterArn, name);
    return queue;
  });
}

/** Only what is asked for is compared, with what there is or would be by default. */
function checkSame(queue: Queue, asked: Attributes): void {
  const present: Attributes = {
    ...defaultAttributes,
    ...(queue.name.endsWith(".fifo") && defaultFifoAttributes),
    ...queue.attributes,
    QueueArn: queueArn(queue, queue.name),
  };
  const differing = Object.keys(asked).find((name) => present[name] !== asked[name]);
  if (differing !== undefined) throw queueNameExists(differing);
}
