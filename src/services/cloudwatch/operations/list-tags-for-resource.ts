import type { CloudWatchOperation } from "../service-context.ts";
import { readTags } from "../tagged-resource.ts";
import { toTagList } from "../tags.ts";

export const listTagsForResource: CloudWatchOperation<"ListTagsForResource"> = async ({ ResourceARN }, context) => ({
  Tags: toTagList(await readTags(context, ResourceARN)),
});
