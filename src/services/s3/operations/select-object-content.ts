import { openBucket } from "../buckets/open-bucket.ts";
import { methodNotAllowed } from "../errors.ts";
import { findVersion } from "../objects/find-version.ts";
import type { S3Operation } from "../operation.ts";

/** S3 Select is closed to accounts that did not use it before July 2024, and no account of Squall's did. Source: "SelectObjectContent". */
export const selectObjectContent: S3Operation<"SelectObjectContent"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await findVersion(context, bucket, input);
  throw methodNotAllowed("POST", "OBJECT");
};
