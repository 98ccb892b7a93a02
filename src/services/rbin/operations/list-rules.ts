import type { RetentionRule, RuleTag } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidPageToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { RbinOperation } from "../operation.ts";
import { knownType, readRuleTags } from "../rules/check-rule.ts";
import { lockStateOf, toRule } from "../rules/to-rule.ts";

/** The rules for a kind of resources, in the order of their ids: those that have all of the tags that are asked for. */
export const listRules: RbinOperation<"ListRules"> = async (input, context) => {
  const type = knownType(input.ResourceType);
  const { resourceTags, excludedTags } = readRuleTags(input.ResourceTags, input.ExcludeResourceTags);
  const after = fromPageToken(input.NextToken, invalidPageToken) ?? "";
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  const fits = (rule: RetentionRule) =>
    rule.type === type &&
    rule.id > after &&
    hasAll(rule.resourceTags, resourceTags) &&
    hasAll(rule.excludedTags, excludedTags) &&
    (input.LockState === undefined || lockStateOf(rule, nowMs) === input.LockState);
  const rules = (await storage.partition(regionKey(context)).read((tx) => ruleStore.list(tx))).filter(fits);
  const page = rules.slice(0, input.MaxResults ?? limits.largestPage);
  const last = page.at(-1);
  return {
    Rules: page.map((rule) => {
      const { Identifier, Description, RetentionPeriod, LockState, RuleArn } = toRule(rule, context, nowMs);
      return { Identifier, Description, RetentionPeriod, LockState, RuleArn };
    }),
    NextToken: last && page.length < rules.length ? toPageToken(last.id) : undefined,
  };
};

function hasAll(own: readonly RuleTag[], asked: readonly RuleTag[]): boolean {
  return asked.every(({ key, value }) =>
    own.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
  );
}
