import { partitionOf } from "../../platform/arn.ts";
import type { AccessRules, Place } from "../service.ts";
import type { Iot } from "./model.ts";
import { passedRoles, ruleResourceOf } from "./rules/rule-access.ts";

/** Source: "Actions, resources, and condition keys for AWS IoT". */
export const accessRules: AccessRules<Iot> = {
  prefix: "iot",
  also: {
    CreateTopicRule: {
      tags: "iot:TagResource",
      topicRulePayload: (payload, _input, { account }) => passedRoles(payload, account),
    },
    ReplaceTopicRule: { topicRulePayload: (payload, _input, { account }) => passedRoles(payload, account) },
  },
  // Whoever has the token has been asked.
  selfChecked: ["ConfirmTopicRuleDestination"],
  resource: (operation, input, at) => {
    if (/^(?:Create|Describe|Update|Delete)Thing$/.test(operation)) return iotArn(at, `thing/${input.thingName}`);
    return ruleResourceOf(operation, input, at) ?? "*";
  },
};

function iotArn({ account, region }: Place, resource: string): string {
  return `arn:${partitionOf(region)}:iot:${region}:${account}:${resource}`;
}
