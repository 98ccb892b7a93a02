import { fail } from "../../../platform/aws-error.ts";
import { topicDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";
import { withoutPermission } from "../permissions/topic-policy.ts";
import { findTopic } from "../topics/find-topic.ts";
import { toKnown } from "../topics/topic-directory.ts";

export const removePermission: SnsOperation<"RemovePermission"> = async ({ TopicArn, Label = "" }, context) => {
  const known = await findTopic(context, TopicArn);
  const found = await context.state.topics.change(known, (topic) => {
    const Policy = withoutPermission(toKnown(topic).settings.policy, Label);
    return { ...topic, attributes: { ...topic.attributes, Policy } };
  });
  if (!found) fail(topicDoesNotExist());
  return {};
};
