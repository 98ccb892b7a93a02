import type { S3Operation } from "../model.ts";
import { changeTags } from "../objects/change-tags.ts";

export const deleteObjectTagging: S3Operation<"DeleteObjectTagging"> = async (input, context) => ({
  VersionId: await changeTags(context, input, {}, "ObjectTagging:Delete"),
});
