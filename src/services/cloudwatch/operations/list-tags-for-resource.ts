import { toTagList } from "../../tags.ts";
import type { CloudWatchOperation } from "../operation.ts";
import { readTags } from "../tags/tagged-resource.ts";

export const listTagsForResource: CloudWatchOperation<"ListTagsForResource"> = async ({ ResourceARN }, context) => ({
  Tags: toTagList(await readTags(context, ResourceARN)),
});
