import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { checkDestinations } from "../notifications/check-destinations.ts";
import { checkNotifications } from "../notifications/check-notifications.ts";
import { writeNotifications } from "../notifications/notification.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces all notifications of the bucket; an empty configuration turns them off. */
export const putBucketNotificationConfiguration: S3Operation<"PutBucketNotificationConfiguration"> = async (
  input,
  context,
) => {
  const bucket = await openBucket(context, input);
  const configuration = input.NotificationConfiguration;
  const notifications = checkNotifications(configuration, () => context.host.random.uuid());
  if (!input.SkipDestinationValidation) await checkDestinations(context, bucket, notifications);
  const toEventBridge = configuration.EventBridgeConfiguration !== undefined;
  const notification = writeNotifications({ notifications, toEventBridge });
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, notification }));
  return {};
};
