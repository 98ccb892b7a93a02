import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { ruleArn } from "../rules/topic-rule.ts";
import { TopicTree } from "../rules/topic-tree.ts";

/** All, those that are disabled or not, or those that a topic's messages would run. */
export const listTopicRules: IotOperation<"ListTopicRules"> = async (input, context) => {
  const { topic, ruleDisabled, maxResults = limits.pageSize, nextToken } = input;
  const after = fromPageToken(nextToken || undefined, invalidToken) ?? "";
  const { byName } = await context.state.rules.get(context);
  const wanted = [...byName.values()].filter(({ rule, statement: { topicFilter } }) => {
    if (rule.name <= after || (ruleDisabled !== undefined && rule.isDisabled !== ruleDisabled)) return false;
    return topic === undefined || (topicFilter !== undefined && matches(topicFilter, topic));
  });
  const page = wanted.slice(0, maxResults);
  return {
    rules: page.map(({ rule, statement }) => ({
      ruleArn: ruleArn(context, rule.name),
      ruleName: rule.name,
      topicPattern: statement.topicFilter,
      createdAt: new Date(rule.createdMs),
      ruleDisabled: rule.isDisabled,
    })),
    nextToken: wanted.length > page.length ? toPageToken(page.at(-1)?.rule.name ?? "") : undefined,
  };
};

function matches(filter: string, topic: string): boolean {
  const tree = new TopicTree<true>();
  tree.add(filter, true);
  return filter === topic || tree.match(topic).length > 0;
}
