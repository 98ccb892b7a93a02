import { toTagList } from "../../tags.ts";
import type { SnsOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";

export const listTagsForResource: SnsOperation<"ListTagsForResource"> = async ({ ResourceArn }, context) => {
  const { tags } = await findTagged(context, ResourceArn);
  return { Tags: toTagList(tags) };
};
