import { checkKey } from "../encryption/check-key.ts";
import { invalidValue, unknownAttribute } from "../errors.ts";
import { limits } from "../limits.ts";
import { receiveMessages } from "../messages/receive-messages.ts";
import { toMessage } from "../messages/to-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** What can be received, or what can be within the time that it waits. */
export const receiveMessage: SqsOperation<"ReceiveMessage"> = async (input, context) => {
  const { MaxNumberOfMessages: most = 1, VisibilityTimeout, WaitTimeSeconds, ReceiveRequestAttemptId } = input;
  const queue = await findQueue(context, input.QueueUrl, "ReceiveMessage");
  checkRange(most, 1, limits.messagesPerReceive, "MaxNumberOfMessages");
  checkWithin(WaitTimeSeconds, limits.waitSeconds, "WaitTimeSeconds");
  checkWithin(VisibilityTimeout, limits.visibilitySeconds, "VisibilityTimeout");
  checkAttemptId(ReceiveRequestAttemptId, queue.isFifo);
  const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  checkNames(system);
  const attributes = input.MessageAttributeNames ?? [];
  context.state.throughput.admit(queue, context, "receive");
  checkKey(queue);
  const messages = await receiveMessages(context, queue, {
    most,
    visibilityMs: VisibilityTimeout === undefined ? queue.settings.visibilityMs : VisibilityTimeout * 1000,
    waitMs: WaitTimeSeconds === undefined ? queue.settings.waitMs : WaitTimeSeconds * 1000,
    attemptId: ReceiveRequestAttemptId,
  });
  const { metering } = context.state;
  if (messages.length === 0) {
    metering.count(queue, "NumberOfEmptyReceives");
    return {};
  }
  metering.count(queue, "NumberOfMessagesReceived", messages.length);
  return { Messages: messages.map((message) => toMessage(queue, message, { system, attributes })) };
};

function checkRange(value: number, least: number, most: number, name: string): void {
  if (value < least || value > most)
    throw invalidValue(value, name, `Must be between ${least} and ${most}, if provided.`);
}

function checkWithin(value: number | undefined, most: number, name: string): void {
  if (value !== undefined && (value < 0 || value > most))
    throw invalidValue(value, name, `Must be >= 0 and <= ${most}, if provided.`);
}

function checkAttemptId(id: string | undefined, isFifo: boolean): void {
  if (id === undefined) return;
  const name = "ReceiveRequestAttemptId";
  if (!isFifo) throw invalidValue(id, name, "The request includes a parameter that is not valid for this queue type.");
  if (!/^[!-~]{1,128}$/.test(id))
    throw invalidValue(
      id,
      name,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
}

function checkNames(names: readonly string[]): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
}

const known: ReadonlySet<string> = new Set([
  ...["All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"],
  ...["SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn"],
]);
