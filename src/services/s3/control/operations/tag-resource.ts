import type { S3ControlOperation } from "../operation.ts";
import { changeTags, checkTags } from "../tags/tagged-bucket.ts";

/** Adds tags to a bucket's, or gives those that are there other values. */
export const tagResource: S3ControlOperation<"TagResource"> = async (input, context) => {
  const added = checkTags(input.Tags ?? []);
  await changeTags(context, input, (tags) => ({ ...tags, ...added }));
  return {};
};
