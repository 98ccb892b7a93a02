import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { RbinOperation } from "../operation.ts";
import { findRule, idOfArn } from "../rules/find-rule.ts";

export const untagResource: RbinOperation<"UntagResource"> = async ({ ResourceArn = "", TagKeys = [] }, context) => {
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const rule = await findRule(tx, idOfArn(ResourceArn));
    const kept = Object.entries(rule.tags).filter(([key]) => !TagKeys.includes(key));
    await ruleStore.put(tx, { ...rule, tags: Object.fromEntries(kept) });
  });
  return {};
};
