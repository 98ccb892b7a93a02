import { withoutTags } from "../../tags.ts";
import type { CloudWatchOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged-resource.ts";

export const untagResource: CloudWatchOperation<"UntagResource"> = async ({ ResourceARN, TagKeys }, context) => {
  await changeTags(context, ResourceARN, (tags) => withoutTags(tags, TagKeys));
  return {};
};
