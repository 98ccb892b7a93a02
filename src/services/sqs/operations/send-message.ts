import { checkKey } from "../encryption/check-key.ts";
import { bytesOf } from "../messages/check-message.ts";
import { putMessages } from "../messages/put-messages.ts";
import { toSequenceNumber } from "../messages/sequence-number.ts";
import { toNewMessage } from "../messages/to-new-message.ts";
import type { SqsOperation } from "../operation.ts";
import { findQueue } from "../queues/find-queue.ts";

export const sendMessage: SqsOperation<"SendMessage"> = async (input, context) => {
  const { state, host, deduplicationId: deliveryId } = context;
  const bytes = bytesOf(input);
  const queue = await findQueue(context, input.QueueUrl, "SendMessage", bytes);
  state.throughput.admit(queue, context, "send", [input.MessageGroupId]);
  const { message, systemAttributesMd5 } = toNewMessage(input, queue, context);
  checkKey(queue);
  const [placed] = await putMessages(host, state, queue, [{ message, deliveryId }]);
  const { id = "", seq = 0, isDuplicate = false } = placed ?? {};
  if (isDuplicate) state.metering.count(queue, "NumberOfDeduplicatedSentMessages");
  else state.metering.sent(queue, bytes);
  return {
    MessageId: id,
    MD5OfMessageBody: message.details.md5,
    MD5OfMessageAttributes: message.details.attributesMd5,
    MD5OfMessageSystemAttributes: systemAttributesMd5,
    SequenceNumber: queue.isFifo ? toSequenceNumber(queue, seq) : undefined,
  };
};
