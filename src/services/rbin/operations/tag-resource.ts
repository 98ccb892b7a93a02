import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { RbinOperation } from "../operation.ts";
import { readTags } from "../rules/check-rule.ts";
import { findRule, idOfArn } from "../rules/find-rule.ts";

export const tagResource: RbinOperation<"TagResource"> = async ({ ResourceArn = "", Tags }, context) => {
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const rule = await findRule(tx, idOfArn(ResourceArn));
    await ruleStore.put(tx, { ...rule, tags: readTags(rule.tags, Tags) });
  });
  return {};
};
