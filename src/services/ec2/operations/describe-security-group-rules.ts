import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";
import { groupRules, type Rule, toRule } from "../security-groups/rule.ts";

/** Each rule by itself, with its id and tags. */
export const describeSecurityGroupRules: Ec2Operation<"DescribeSecurityGroupRules"> = async (input, context) => {
  const ids = input.SecurityGroupRuleIds;
  const description = { ids, idsName: "securityGroupRuleIdSet", filters, extend: asDescribed };
  const { items, NextToken } = await describeKind(groupRules, input, description, context);
  return { SecurityGroupRules: items.map((each) => toRule(each, context)), NextToken };
};

/** Source: "DescribeSecurityGroupRules", "Filters". */
const filters: FilterTable<Described<Rule>> = {
  "group-id": ({ resource }) => [resource.groupId],
  "security-group-rule-id": ({ resource }) => [resource.id],
};
