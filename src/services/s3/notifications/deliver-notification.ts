import { parseArn } from "../../../platform/arn.ts";
import type { Effect } from "../../../storage/database.ts";
import { servicePrincipal } from "../../principal.ts";
import type { EffectReceiver } from "../../service.ts";
import { attempt } from "../../verdict.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import type { NotificationEffect } from "./notifier.ts";

/**
 * Hands one event to its function, asynchronously, as S3 itself: the function's policy must allow it. The effect's id goes along,
 * so Lambda takes a repeated delivery once. A function that is gone, or that S3 may not call any more, loses the event, as on
 * AWS; after a throttle or a fault the outbox tries again.
 */
export const deliverNotification: EffectReceiver<S3State> = async (effect, _from, { host }) => {
  const { functionArn, bucket, account, record, traceId } = JSON.parse(effect.payload) as NotificationEffect;
  const target = parseArn(functionArn);
  if (!target) return { kind: "never", reason: `${functionArn} is no ARN` };
  const payload = Buffer.from(JSON.stringify({ Records: [record] }));
  return attempt(() =>
    host.call(
      "lambda",
      "Invoke",
      { FunctionName: functionArn, InvocationType: "Event", Payload: payload },
      {
        account: target.account,
        region: target.region,
        principal: servicePrincipal("s3.amazonaws.com", account),
        sourceArn: bucketArn(bucket),
        sourceAccount: account,
        deduplicationId: effect.id,
        traceId,
      },
    ),
  );
};

/** Changes of one object reach a function in their order; those of others need not wait for them. */
export function notificationOrder({ payload }: Effect): string {
  const { functionArn, record } = JSON.parse(payload) as NotificationEffect;
  const { object } = record.s3 as { readonly object: { readonly key: string } };
  return `${functionArn} ${object.key}`;
}
