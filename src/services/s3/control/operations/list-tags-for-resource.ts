import { toTagList } from "../../../tags.ts";
import type { S3ControlOperation } from "../operation.ts";
import { readTags } from "../tags/tagged-bucket.ts";

export const listTagsForResource: S3ControlOperation<"ListTagsForResource"> = async (input, context) => ({
  Tags: toTagList(await readTags(context, input)),
});
