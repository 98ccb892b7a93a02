import { alphabets } from "../../../platform/random.ts";
import type { RetentionRule } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tooMany } from "../errors.ts";
import { limits } from "../limits.ts";
import type { RbinOperation } from "../operation.ts";
import { knownType, readDays, readLock, readRuleTags, readTags } from "../rules/check-rule.ts";
import { toMadeRule } from "../rules/to-rule.ts";

/** From a moment later on, what it is for is kept when it is deleted. */
export const createRule: RbinOperation<"CreateRule"> = async (input, context) => {
  const { storage, random, clock } = context.host;
  const { resourceTags, excludedTags } = readRuleTags(input.ResourceTags, input.ExcludeResourceTags);
  const type = knownType(input.ResourceType);
  const nowMs = clock.nowMs();
  const rule: RetentionRule = {
    id: random.text(11, alphabets.base62),
    type,
    description: input.Description ?? "",
    days: readDays(type, input.RetentionPeriod),
    resourceTags,
    excludedTags,
    tags: readTags({}, input.Tags),
    createdMs: nowMs,
    lock: readLock(input.LockConfiguration, resourceTags),
  };
  await storage.partition(regionKey(context)).write(async (tx) => {
    if ((await ruleStore.list(tx)).length >= limits.rulesPerRegion) throw tooMany("retention rules of the Region");
    await ruleStore.put(tx, rule);
  });
  return toMadeRule(rule, context, nowMs);
};
