import { openBucket } from "../buckets/open-bucket.ts";
import { readNotifications, toNotificationConfiguration } from "../notifications/notification.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketNotificationConfiguration: S3Operation<"GetBucketNotificationConfiguration"> = async (
  input,
  context,
) => {
  const bucket = await openBucket(context, input);
  const stored = await context.state.buckets.read(bucket, async (_tx, { notification }) => notification);
  return toNotificationConfiguration(readNotifications(stored));
};
