import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { notImplemented } from "../errors.ts";
import { checkDestinations } from "../notifications/check-destinations.ts";
import { checkNotifications } from "../notifications/check-notifications.ts";
import type { Notifications } from "../notifications/notification.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces all notifications of the bucket; an empty configuration turns them off. */
export const putBucketNotificationConfiguration: S3Operation<"PutBucketNotificationConfiguration"> = async (
  input,
  context,
) => {
  const bucket = await openBucket(context, input);
  const configuration = input.NotificationConfiguration;
  const functions = checkNotifications(configuration, () => context.host.random.uuid());
  const hasOthers = configuration.QueueConfigurations?.length || configuration.TopicConfigurations?.length;
  if (!input.SkipDestinationValidation) await checkDestinations(context, bucket, configuration, functions);
  else if (hasOthers) throw notImplemented("notifications to queues and topics");
  const stored: Notifications = { functions };
  const notification = functions.length > 0 ? JSON.stringify(stored) : undefined;
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, notification }));
  return {};
};
