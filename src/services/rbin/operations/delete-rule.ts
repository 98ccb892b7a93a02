import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { RbinOperation } from "../operation.ts";
import { checkUnlocked, findRule } from "../rules/find-rule.ts";

/** What is in the bin already stays as long as it was to stay. */
export const deleteRule: RbinOperation<"DeleteRule"> = async ({ Identifier: id = "" }, context) => {
  const { storage, clock } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    checkUnlocked(await findRule(tx, id), clock.nowMs());
    await ruleStore.remove(tx, id);
  });
  return {};
};
