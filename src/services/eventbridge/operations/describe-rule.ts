import type { EventsOperation } from "../operation.ts";
import { findRule } from "../rules/find-rule.ts";
import { toRule } from "../rules/to-rule.ts";

export const describeRule: EventsOperation<"DescribeRule"> = async ({ Name = "", EventBusName }, context) => {
  const rule = await findRule(context, EventBusName, Name);
  return { ...toRule(rule, rule), CreatedBy: rule.createdBy };
};
