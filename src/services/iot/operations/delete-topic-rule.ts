import { ruleAccessDenied } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

export const deleteTopicRule: IotOperation<"DeleteTopicRule"> = async ({ ruleName = "" }, context) => {
  await context.host.storage.partition(rulesKey(context)).write(async (tx) => {
    if (!(await ruleStore.find(tx, ruleName))) throw ruleAccessDenied(ruleName);
    await ruleStore.remove(tx, ruleName);
  });
  return {};
};
