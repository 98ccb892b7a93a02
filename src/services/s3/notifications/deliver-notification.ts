import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import type { NotificationEffect } from "./notifier.ts";

/** Of notifications to topics. */
export const notificationSubject = "Amazon S3 Notification";

/**
 * Hands one event to its function (asynchronously), queue, topic or bus, as S3 itself: their policies must allow it. The effect's id goes along,
 * so Lambda takes a repeated delivery once. A target that is gone, or that S3 may not call any more, loses the event, as on
 * AWS; after a throttle or a fault the outbox tries again.
 */
export const deliverNotification: EffectReceiver<S3State> = async (effect, { region }, { host }) => {
  const told = readEffect(effect);
  const { target, bucket, account, traceId } = told;
  const arn = bucketArn(bucket);
  const message =
    "record" in told
      ? { body: JSON.stringify({ Records: [told.record] }), subject: notificationSubject }
      : {
          body: JSON.stringify(told.detail),
          event: { source: "aws.s3", detailType: told.detailType, resources: [arn] },
        };
  return sendToTarget(host, {
    target,
    message,
    caller: { service: "s3.amazonaws.com" },
    source: { account, region, arn },
    id: effect.id,
    traceId,
  });
};

/** Changes of one object reach a target in their order; those of others need not wait for them. */
export function notificationOrder(effect: Effect): string {
  const told = readEffect(effect);
  const { object } = ("record" in told ? told.record.s3 : told.detail) as { readonly object: { readonly key: string } };
  return `${told.target} ${object.key}`;
}

/** Effects from before there were queues name a function. */
function readEffect({ payload }: Effect): NotificationEffect {
  const { functionArn, ...effect } = JSON.parse(payload) as NotificationEffect & { readonly functionArn?: string };
  return functionArn === undefined ? effect : ({ ...effect, target: functionArn } as NotificationEffect);
}
