import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import type { NotificationEffect } from "./notifier.ts";

/**
 * Hands one event to its function, asynchronously, as S3 itself: the function's policy must allow it. The effect's id goes along,
 * so Lambda takes a repeated delivery once. A function that is gone, or that S3 may not call any more, loses the event, as on
 * AWS; after a throttle or a fault the outbox tries again.
 */
export const deliverNotification: EffectReceiver<S3State> = async (effect, { region }, { host }) => {
  const { functionArn, bucket, account, record, traceId } = JSON.parse(effect.payload) as NotificationEffect;
  return sendToTarget(host, {
    target: functionArn,
    message: { body: JSON.stringify({ Records: [record] }) },
    caller: { service: "s3.amazonaws.com" },
    source: { account, region, arn: bucketArn(bucket) },
    id: effect.id,
    traceId,
  });
};

/** Changes of one object reach a function in their order; those of others need not wait for them. */
export function notificationOrder({ payload }: Effect): string {
  const { functionArn, record } = JSON.parse(payload) as NotificationEffect;
  const { object } = record.s3 as { readonly object: { readonly key: string } };
  return `${functionArn} ${object.key}`;
}
