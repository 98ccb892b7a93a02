import type { IotOperation } from "../operation.ts";
import { changeRule } from "../rules/change-rule.ts";
import { checkRule } from "../rules/check-rule.ts";

/** All of it but its tags and when it was made. */
export const replaceTopicRule: IotOperation<"ReplaceTopicRule"> = async (input, context) => {
  const checked = await checkRule(input.topicRulePayload, context);
  await changeRule(context, input.ruleName ?? "", (rule) => ({ ...rule, ...checked }));
  return {};
};
