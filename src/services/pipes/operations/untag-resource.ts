import { withoutTags } from "../../tags.ts";
import type { PipesOperation } from "../operation.ts";
import { changeTags } from "../pipes/change-tags.ts";

export const untagResource: PipesOperation<"UntagResource"> = async ({ resourceArn = "", tagKeys = [] }, context) => {
  await changeTags(context, resourceArn, (former) => withoutTags(former, tagKeys));
  return {};
};
