import { regionKey } from "../../block-storage/region-key.ts";
import { toTagList } from "../../tags.ts";
import type { RbinOperation } from "../operation.ts";
import { findRule, idOfArn } from "../rules/find-rule.ts";

export const listTagsForResource: RbinOperation<"ListTagsForResource"> = async ({ ResourceArn = "" }, context) => {
  const { storage } = context.host;
  const { tags } = await storage.partition(regionKey(context)).read((tx) => findRule(tx, idOfArn(ResourceArn)));
  return { Tags: toTagList(tags) };
};
