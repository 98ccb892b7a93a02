import type { RetentionRule } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { ruleIs } from "../errors.ts";
import type { RbinOperation } from "../operation.ts";
import { findRule } from "../rules/find-rule.ts";
import { lockStateOf, toRule } from "../rules/to-rule.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** It can be changed when the delay of its lock has passed. */
export const unlockRule: RbinOperation<"UnlockRule"> = async ({ Identifier: id = "" }, context) => {
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  return storage.partition(regionKey(context)).write(async (tx) => {
    const rule = await findRule(tx, id);
    if (!rule.lock || lockStateOf(rule, nowMs) !== "locked") throw ruleIs(`The rule ${id} is not locked.`);
    const unlocked: RetentionRule = {
      ...rule,
      lock: { ...rule.lock, endsMs: nowMs + rule.lock.unlockDelayDays * dayMs },
    };
    await ruleStore.put(tx, unlocked);
    return toRule(unlocked, context, nowMs);
  });
};
