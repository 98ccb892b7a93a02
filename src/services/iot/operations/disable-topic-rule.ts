import type { IotOperation } from "../operation.ts";
import { changeRule } from "../rules/change-rule.ts";

export const disableTopicRule: IotOperation<"DisableTopicRule"> = async ({ ruleName = "" }, context) => {
  await changeRule(context, ruleName, (rule) => ({ ...rule, isDisabled: true }));
  return {};
};
