import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import type { NotificationEffect } from "./notifier.ts";

/**
 * Hands one event to its function (asynchronously) or queue, as S3 itself: their policies must allow it. The effect's id goes along,
 * so Lambda takes a repeated delivery once. A target that is gone, or that S3 may not call any more, loses the event, as on
 * AWS; after a throttle or a fault the outbox tries again.
 */
export const deliverNotification: EffectReceiver<S3State> = async (effect, { region }, { host }) => {
  const { target, bucket, account, record, traceId } = readEffect(effect);
  return sendToTarget(host, {
    target,
    message: { body: JSON.stringify({ Records: [record] }) },
    caller: { service: "s3.amazonaws.com" },
    source: { account, region, arn: bucketArn(bucket) },
    id: effect.id,
    traceId,
  });
};

/** Changes of one object reach a target in their order; those of others need not wait for them. */
export function notificationOrder(effect: Effect): string {
  const { target, record } = readEffect(effect);
  const { object } = record.s3 as { readonly object: { readonly key: string } };
  return `${target} ${object.key}`;
}

/** Effects from before there were queues name a function. */
function readEffect({ payload }: Effect): NotificationEffect {
  const { functionArn, ...effect } = JSON.parse(payload) as NotificationEffect & { readonly functionArn?: string };
  return functionArn === undefined ? effect : { ...effect, target: functionArn };
}
