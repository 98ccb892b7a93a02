import type { SnsOperation } from "../operation.ts";
import { toTopicName } from "../topics/find-topic.ts";
import { toForgetTopic } from "../topics/forget-topic.ts";
import { topicsKey } from "../topics/topic.ts";
import { topicStore } from "../topics/topic-store.ts";

/** With its subscriptions, and what it has not delivered. One that is not there is deleted, too. */
export const deleteTopic: SnsOperation<"DeleteTopic"> = async ({ TopicArn = "" }, context) => {
  const { account, region, name } = toTopicName(TopicArn, context);
  const { storage, random } = context.host;
  const effectId = random.uuid();
  const at = { account, region };
  await storage.partition(topicsKey(at)).write(async (tx) => {
    const topic = await topicStore.find(tx, at, name);
    if (!topic) return;
    await topicStore.remove(tx, name);
    await tx.emit(toForgetTopic(effectId, topic));
  });
  return {};
};
