import type { CloudWatchOperation } from "../operation.ts";
import { readTags } from "../tags/tagged-resource.ts";
import { toTagList } from "../tags/tags.ts";

export const listTagsForResource: CloudWatchOperation<"ListTagsForResource"> = async ({ ResourceARN }, context) => ({
  Tags: toTagList(await readTags(context, ResourceARN)),
});
