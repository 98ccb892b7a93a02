import type { SendMessageBatchResultEntry } from "@aws-sdk/client-sqs";
import { checkKey } from "../encryption/check-key.ts";
import { batchTooLong, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import { type BatchFailure, checkBatch, toFailure } from "../messages/batch.ts";
import { bytesOf, deduplicationIdMissing } from "../messages/check-message.ts";
import { putMessages } from "../messages/put-messages.ts";
import { toSequenceNumber } from "../messages/sequence-number.ts";
import { type ReadyMessage, toNewMessage } from "../messages/to-new-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

/** Each message succeeds or fails by itself; what is stored of them is one commit. */
export const sendMessageBatch: SqsOperation<"SendMessageBatch"> = async (input, context) => {
  const { state, host } = context;
  const entries = checkBatch(input.Entries, "SendMessageBatchRequestEntry");
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  const queue = await findQueue(context, input.QueueUrl, "SendMessageBatch", bytes);
  const groups = entries.map(({ MessageGroupId }) => MessageGroupId);
  state.throughput.admit(queue, context, "send", groups);
  // These two refuse the whole batch.
  for (const { MessageDeduplicationId, MessageGroupId } of queue.isFifo ? entries : []) {
    if (MessageDeduplicationId === undefined && !queue.settings.deduplicatesByContent) throw deduplicationIdMissing();
    if (MessageGroupId === undefined) throw invalidParameter("The request must contain the parameter MessageGroupId.");
  }
  if (bytes > limits.messageBytes) throw batchTooLong(limits.messageBytes, bytes);
  const failed: BatchFailure[] = [];
  const ready: { readonly id: string; readonly bytes: number; readonly made: ReadyMessage }[] = [];
  for (const entry of entries) {
    try {
      const made = toNewMessage(entry, queue, context, "cannot be validated");
      ready.push({ id: entry.Id, bytes: bytesOf(entry), made });
    } catch (error) {
      failed.push(toFailure(entry.Id, error));
    }
  }
  if (ready.length > 0) checkKey(queue);
  const placed = await putMessages(
    host,
    state,
    queue,
    ready.map(({ made }) => ({ message: made.message })),
  );
  const successful = ready.map(({ id, bytes: size, made }, index): SendMessageBatchResultEntry => {
    const { id: messageId = "", seq = 0, isDuplicate = false } = placed[index] ?? {};
    if (isDuplicate) state.metering.count(queue, "NumberOfDeduplicatedSentMessages");
    else state.metering.sent(queue, size);
    return {
      Id: id,
      MessageId: messageId,
      MD5OfMessageBody: made.message.details.md5,
      MD5OfMessageAttributes: made.message.details.attributesMd5,
      MD5OfMessageSystemAttributes: made.systemAttributesMd5,
      SequenceNumber: queue.isFifo ? toSequenceNumber(queue, seq) : undefined,
    };
  });
  return {
    Successful: successful.length > 0 ? successful : undefined,
    Failed: failed.length > 0 ? failed : undefined,
  };
};
