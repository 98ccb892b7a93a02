import {
  batchTooLong,
  emptyBatch,
  entryIdImpermissible,
  entryIdsNotDistinct,
  entryIdTooLong,
  tooManyEntries,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { bytesOf, checkForKind, checkMessage } from "../messages/check-message.ts";
import { publishMessages } from "../messages/publish-messages.ts";
import { toMessage } from "../messages/to-message.ts";
import type { SnsOperation } from "../operation.ts";
import { findTopic } from "../topics/find-topic.ts";

/** What is wrong with one message refuses all, as on AWS; what is taken is taken in one commit. */
export const publishBatch: SnsOperation<"PublishBatch"> = async (input, context) => {
  const { TopicArn, PublishBatchRequestEntries: entries = [] } = input;
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > limits.batchEntries) throw tooManyEntries();
  const topic = await findTopic(context, TopicArn);
  const ids = entries.map(({ Id = "" }) => Id);
  if (new Set(ids).size < ids.length) throw entryIdsNotDistinct();
  for (const id of ids) {
    if (id.length > limits.batchIdLength) throw entryIdTooLong(id);
    if (!/^[\w-]+$/.test(id)) throw entryIdImpermissible(id);
  }
  const messages = entries.map((entry, index) => {
    checkMessage(entry, `publishBatchRequestEntries.${index + 1}.member.`);
    const message = toMessage(entry, context, { isFifo: topic.isFifo });
    checkForKind(entry, topic);
    return message;
  });
  const sizes = entries.map(bytesOf);
  if (sizes.reduce((sum, size) => sum + size, 0) > limits.messageBytes) throw batchTooLong();
  const taken = await publishMessages(context, topic, messages);
  context.state.metering.published(topic, sizes);
  return {
    Successful: taken.map(({ id, sequenceNumber }, index) => ({
      Id: ids[index],
      MessageId: id,
      SequenceNumber: sequenceNumber,
    })),
    Failed: [],
  };
};
