import type { CloudWatchOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged-resource.ts";
import { removeTags } from "../tags/tags.ts";

export const untagResource: CloudWatchOperation<"UntagResource"> = async ({ ResourceARN, TagKeys }, context) => {
  await changeTags(context, ResourceARN, (tags) => removeTags(tags, TagKeys));
  return {};
};
