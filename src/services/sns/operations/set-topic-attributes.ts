import { fail } from "../../../platform/aws-error.ts";
import { topicDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";
import { changeAttribute } from "../topics/check-topic-attributes.ts";
import { findTopic } from "../topics/find-topic.ts";

export const setTopicAttributes: SnsOperation<"SetTopicAttributes"> = async (input, context) => {
  const { TopicArn, AttributeName: name = "", AttributeValue: value = "" } = input;
  const topic = await findTopic(context, TopicArn);
  const found = await context.state.topics.change(topic, (former) => ({
    ...former,
    attributes: changeAttribute(former.attributes, name, value, topic.isFifo),
  }));
  if (!found) fail(topicDoesNotExist());
  return {};
};
