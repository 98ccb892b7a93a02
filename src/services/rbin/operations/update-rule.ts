import type { RetentionRule } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { invalidValue } from "../errors.ts";
import type { RbinOperation } from "../operation.ts";
import { readDays, readRuleTags } from "../rules/check-rule.ts";
import { checkUnlocked, findRule } from "../rules/find-rule.ts";
import { toRule } from "../rules/to-rule.ts";

/** Holds for what is deleted from now on; what it is for cannot be changed. */
export const updateRule: RbinOperation<"UpdateRule"> = async (input, context) => {
  const { Identifier: id = "", Description: description, RetentionPeriod, ResourceTags, ExcludeResourceTags } = input;
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  return storage.partition(regionKey(context)).write(async (tx) => {
    const rule = await findRule(tx, id);
    checkUnlocked(rule, nowMs);
    if (input.ResourceType !== undefined && input.ResourceType !== rule.type)
      throw invalidValue("The resource type of a rule cannot be changed.");
    const given = readRuleTags(ResourceTags, ExcludeResourceTags);
    const isOfRegion = rule.resourceTags.length === 0;
    if (isOfRegion ? given.resourceTags.length > 0 : ResourceTags?.length === 0 || given.excludedTags.length > 0)
      throw invalidValue("A rule for a Region cannot become one for tags, nor the other way round.");
    const updated: RetentionRule = {
      ...rule,
      description: description ?? rule.description,
      days: RetentionPeriod === undefined ? rule.days : readDays(rule.type, RetentionPeriod),
      resourceTags: ResourceTags === undefined ? rule.resourceTags : given.resourceTags,
      excludedTags: ExcludeResourceTags === undefined ? rule.excludedTags : given.excludedTags,
    };
    await ruleStore.put(tx, updated);
    const { LockConfiguration: _, ...told } = toRule(updated, context, nowMs);
    return told;
  });
};
