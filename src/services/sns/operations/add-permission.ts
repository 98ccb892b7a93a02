import { fail } from "../../../platform/aws-error.ts";
import { invalidParameter, topicDoesNotExist } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { withPermission } from "../permissions/topic-policy.ts";
import { findTopic } from "../topics/find-topic.ts";
import { toKnown } from "../topics/topic-directory.ts";

/** Adds a statement to the topic's policy that lets accounts do something with it. */
export const addPermission: SnsOperation<"AddPermission"> = async (input, context) => {
  const { TopicArn, Label: label = "", AWSAccountId: accounts = [], ActionName: actions = [] } = input;
  const known = await findTopic(context, TopicArn);
  if (label === "" || label.length > limits.permissionLabelLength) throw invalidParameter("Label");
  if (accounts.length === 0 || !accounts.every((account) => /^\d{12}$/.test(account)))
    throw invalidParameter("AWSAccountId");
  const { arn, region } = known;
  const found = await context.state.topics.change(known, (topic) => {
    const { policy } = toKnown(topic).settings;
    const Policy = withPermission(policy, { arn, region, label, accounts, actions });
    return { ...topic, attributes: { ...topic.attributes, Policy } };
  });
  if (!found) fail(topicDoesNotExist());
  return {};
};
