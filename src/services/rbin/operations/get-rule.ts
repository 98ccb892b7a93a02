import { regionKey } from "../../block-storage/region-key.ts";
import type { RbinOperation } from "../operation.ts";
import { findRule } from "../rules/find-rule.ts";
import { toRule } from "../rules/to-rule.ts";

export const getRule: RbinOperation<"GetRule"> = async ({ Identifier: id = "" }, context) => {
  const { storage, clock } = context.host;
  const rule = await storage.partition(regionKey(context)).read((tx) => findRule(tx, id));
  return toRule(rule, context, clock.nowMs());
};
