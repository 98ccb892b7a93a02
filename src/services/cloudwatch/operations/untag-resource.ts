import type { CloudWatchOperation } from "../service-context.ts";
import { changeTags } from "../tagged-resource.ts";
import { removeTags } from "../tags.ts";

export const untagResource: CloudWatchOperation<"UntagResource"> = async ({ ResourceARN, TagKeys }, context) => {
  await changeTags(context, ResourceARN, (tags) => removeTags(tags, TagKeys));
  return {};
};
