import type { Rule as RuleShape } from "@aws-sdk/client-eventbridge";
import type { Place } from "../../service.ts";
import { type Rule, ruleArn } from "./rule.ts";

export function toRule(at: Place, rule: Rule): RuleShape {
  return {
    Name: rule.name,
    Arn: ruleArn(at, rule.bus, rule.name),
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    RoleArn: rule.roleArn,
    ManagedBy: rule.managedBy,
    EventBusName: rule.bus,
  };
}
