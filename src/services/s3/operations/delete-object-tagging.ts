import { changeTags } from "../objects/change-tags.ts";
import type { S3Operation } from "../operation.ts";

export const deleteObjectTagging: S3Operation<"DeleteObjectTagging"> = async (input, context) => ({
  VersionId: await changeTags(context, input, {}, "ObjectTagging:Delete"),
});
