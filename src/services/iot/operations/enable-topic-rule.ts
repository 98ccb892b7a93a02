import type { IotOperation } from "../operation.ts";
import { changeRule } from "../rules/change-rule.ts";

export const enableTopicRule: IotOperation<"EnableTopicRule"> = async ({ ruleName = "" }, context) => {
  await changeRule(context, ruleName, (rule) => ({ ...rule, isDisabled: false }));
  return {};
};
