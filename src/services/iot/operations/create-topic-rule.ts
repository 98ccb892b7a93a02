import { resourceAlreadyExists, tooMany } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { checkRule } from "../rules/check-rule.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { tagsOfHeader } from "../rules/rule-tags.ts";
import { ruleArn, rulesKey } from "../rules/topic-rule.ts";

export const createTopicRule: IotOperation<"CreateTopicRule"> = async (input, context) => {
  const { ruleName: name = "", topicRulePayload, tags } = input;
  const { host } = context;
  const checked = await checkRule(topicRulePayload, context);
  const rule = { name, ...checked, createdMs: host.clock.nowMs(), tags: tagsOfHeader(tags) };
  await host.storage.partition(rulesKey(context)).write(async (tx) => {
    if (await ruleStore.find(tx, name))
      throw resourceAlreadyExists(`Rule ${name} already exists.`, { id: name, arn: ruleArn(context, name) });
    if ((await ruleStore.count(tx)) >= limits.rules) throw tooMany(`${limits.rules} rules`);
    await ruleStore.put(tx, rule);
  });
  return {};
};
