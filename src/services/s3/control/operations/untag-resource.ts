import { withoutTags } from "../../../tags.ts";
import type { S3ControlOperation } from "../operation.ts";
import { changeTags } from "../tags/tagged-bucket.ts";

/** Succeeds for tags that are not there. */
export const untagResource: S3ControlOperation<"UntagResource"> = async (input, context) => {
  await changeTags(context, input, (tags) => withoutTags(tags, input.TagKeys ?? []));
  return {};
};
