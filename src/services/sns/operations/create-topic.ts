import type { Tags } from "../../tags.ts";
import { invalidParameter, notSupported, topicLimitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { checkTags } from "../tags/check-tags.ts";
import { checkNewAttributes } from "../topics/check-topic-attributes.ts";
import { checkTopicName } from "../topics/check-topic-name.ts";
import { type Attributes, type Topic, topicArn, topicsKey } from "../topics/topic.ts";
import { topicStore } from "../topics/topic-store.ts";

/** Makes a topic; one of that name and with no other attributes and tags is given as it is. */
export const createTopic: SnsOperation<"CreateTopic"> = async (input, { account, region, host }) => {
  const { Name: name = "", Attributes: given = {}, Tags: list = [], DataProtectionPolicy } = input;
  const isFifo = given.FifoTopic?.toLowerCase() === "true";
  checkTopicName(name, isFifo);
  if (DataProtectionPolicy !== undefined) throw notSupported("DataProtectionPolicy", "message data protection");
  const attributes = checkNewAttributes(given, isFifo);
  const tags = checkTags(list);
  const at = { account, region };
  const id = host.random.uuid();
  await host.storage.partition(topicsKey(at)).write(async (tx) => {
    const existing = await topicStore.find(tx, at, name);
    if (existing) return checkSame(existing, attributes, tags);
    const most = isFifo ? limits.fifoTopicsPerAccount : limits.topicsPerAccount;
    if ((await topicStore.count(tx, isFifo)) >= most) throw topicLimitExceeded();
    const createdMs = host.clock.nowMs();
    await topicStore.put(tx, { ...at, name, id, createdMs, attributes, tags, deletedSubscriptions: 0 });
  });
  return { TopicArn: topicArn(at, name) };
};

/** Only what is asked for is compared, with what there is or would be by default. */
function checkSame(topic: Topic, attributes: Attributes, tags: Tags): void {
  const present: Attributes = { ...defaults, ...topic.attributes };
  if (Object.keys(attributes).some((name) => present[name] !== attributes[name]))
    throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  if (Object.keys(tags).some((key) => topic.tags[key] !== tags[key]))
    throw invalidParameter("Tags Reason: Topic already exists with different tags");
}

const defaults: Attributes = { DisplayName: "", ContentBasedDeduplication: "false", SignatureVersion: "1" };
