import type { IotOperation } from "../operation.ts";
import { findRule } from "../rules/change-rule.ts";
import { ruleArn } from "../rules/topic-rule.ts";

export const getTopicRule: IotOperation<"GetTopicRule"> = async ({ ruleName = "" }, context) => {
  const rule = await findRule(context, ruleName);
  const { name, sql, sqlVersion, description, actions, errorAction, isDisabled, createdMs } = rule;
  return {
    ruleArn: ruleArn(context, name),
    rule: {
      ruleName: name,
      sql,
      description,
      createdAt: new Date(createdMs),
      actions: [...actions],
      ruleDisabled: isDisabled,
      awsIotSqlVersion: sqlVersion,
      errorAction,
    },
  };
};
