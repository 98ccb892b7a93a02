import type { RetentionRule } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { RbinOperation } from "../operation.ts";
import { readLock } from "../rules/check-rule.ts";
import { checkUnlocked, findRule } from "../rules/find-rule.ts";
import { toRule } from "../rules/to-rule.ts";

/** From now on nobody changes or deletes it, until it is unlocked and the delay has passed. */
export const lockRule: RbinOperation<"LockRule"> = async ({ Identifier: id = "", LockConfiguration }, context) => {
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  return storage.partition(regionKey(context)).write(async (tx) => {
    const rule = await findRule(tx, id);
    checkUnlocked(rule, nowMs);
    const locked: RetentionRule = { ...rule, lock: readLock(LockConfiguration ?? {}, rule.resourceTags) };
    await ruleStore.put(tx, locked);
    const { LockEndTime: _, ...told } = toRule(locked, context, nowMs);
    return told;
  });
};
