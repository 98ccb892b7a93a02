import { readSetting, writeSetting } from "../buckets/settings.ts";
import { invalidRequest, malformedXml } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Opens or closes the bucket's host `BUCKET.s3-accelerate.amazonaws.com`. One that never had it is not made one that has it suspended. */
export const putBucketAccelerateConfiguration: S3Operation<"PutBucketAccelerateConfiguration"> = async (
  input,
  context,
) => {
  const { Status: status } = input.AccelerateConfiguration;
  if (input.Bucket.includes(".")) {
    throw invalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
  }
  if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
  const { value } = await readSetting(context, input, "accelerate");
  if (status === "Enabled" || value !== undefined) await writeSetting(context, input, "accelerate", status);
  return {};
};
