import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import { unknownAttribute } from "../errors.ts";
import { type MessageCounts, messageStore } from "../messages/message-store.ts";
import { expireSome } from "../messages/remove-message.ts";
import type { SqsContext } from "../operation.ts";
import type { KnownQueue } from "./queue-directory.ts";
import { defaultAttributes, defaultFifoAttributes } from "./queue-settings.ts";

/** A queue's attributes as AWS shows them, those that are asked for. Throws InvalidAttributeName. Source: "GetQueueAttributes". */
export async function toAttributes(
  context: SqsContext,
  queue: KnownQueue,
  names: readonly string[],
): Promise<Partial<Record<QueueAttributeName, string>>> {
  const unknown = names.find((name) => name !== "All" && !all.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const wants = (name: string) => names.includes("All") || names.includes(name);
  const counts = counted.some(wants) ? await count(context, queue) : undefined;
  const values: Readonly<Record<string, string | undefined>> = {
    ...defaultAttributes,
    ...(queue.isFifo && { FifoQueue: "true", ...defaultFifoAttributes }),
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ApproximateNumberOfMessages: String(counts?.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts?.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts?.delayed),
  };
  const shown = Object.entries(values).filter(([name, value]) => value !== undefined && wants(name));
  return Object.fromEntries(shown);
}

/** What is past its retention is not counted. */
async function count({ host: { storage, clock }, signal }: SqsContext, queue: KnownQueue): Promise<MessageCounts> {
  for (;;) {
    const counts = await storage.partition(queue.messagesKey).write(async (tx) => {
      const nowMs = clock.nowMs();
      return (await expireSome(tx, queue, nowMs)) && !signal.aborted ? undefined : messageStore.counts(tx, nowMs);
    });
    if (counts) return counts;
  }
}

const counted = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

const all: ReadonlySet<string> = new Set([
  ...Object.keys(defaultAttributes),
  ...Object.keys(defaultFifoAttributes),
  ...counted,
  ...["Policy", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn", "RedrivePolicy", "RedriveAllowPolicy"],
  ...["FifoQueue", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"],
]);
