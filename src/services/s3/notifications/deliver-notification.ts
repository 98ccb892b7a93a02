import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { servicePrincipal } from "../../principal.ts";
import type { EffectReceiver } from "../../service.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import type { NotificationEffect } from "./notifier.ts";

/**
 * Hands one event to its function, asynchronously, as S3 itself: the function's policy must allow it. The effect's id goes along,
 * so Lambda takes a repeated delivery once. A function that is gone, or that S3 may not call any more, loses the event, as on
 * AWS; a throttle or a fault is thrown, and the outbox tries again.
 */
export const deliverNotification: EffectReceiver<S3State> = async (effect, _from, { host }) => {
  const { functionArn, bucket, account, record, traceId } = JSON.parse(effect.payload) as NotificationEffect;
  const target = parseArn(functionArn);
  if (!target) return;
  const payload = Buffer.from(JSON.stringify({ Records: [record] }));
  try {
    await host.call(
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
    );
  } catch (error) {
    if (mayWorkLater(error)) throw error;
    host.log.warn("an S3 notification was dropped", { bucket, function: functionArn, error: String(error) });
  }
};

function mayWorkLater(error: unknown): boolean {
  if (!(error instanceof AwsError)) return true;
  return error.fault === "server" || error.code === "TooManyRequestsException";
}
