import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { type Arn, parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { toHostId } from "../../../platform/host-id.ts";
import { rootPrincipal } from "../../principal.ts";
import { probeTarget, sendToTarget } from "../../targets/send-to-target.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { unverifiedDestinations } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import type { Notification } from "./notification.ts";

/**
 * Asks each destination whether S3 may send to it, on behalf of this bucket: functions by a dry run, queues by the test event that AWS sends them, too.
 * Topics are refused as ones that do not exist, since there are none. Throws InvalidArgument naming each refusal.
 */
export async function checkDestinations(
  context: S3Context,
  bucket: Bucket,
  configuration: NotificationConfiguration,
  notifications: readonly Notification[],
): Promise<void> {
  const failures: { name: string; value: string }[] = [];
  for (const { kind, target } of notifications) {
    if (kind === "queue") {
      const value = await queueRefusal(context, bucket, target);
      if (value !== undefined) failures.push({ name: target, value });
    }
  }
  for (const { TopicArn = "" } of configuration.TopicConfigurations ?? []) {
    failures.push({ name: TopicArn, value: "The destination topic does not exist" });
  }
  for (const { kind, target } of notifications) {
    if (kind !== "function" || (await mayInvoke(context, bucket, target))) continue;
    // AWS says the same of a function that does not exist.
    failures.push({ name: `${target}, null`, value: `Not authorized to invoke function [${target}]` });
  }
  if (failures.length > 0) throw unverifiedDestinations(failures);
}

async function mayInvoke({ host }: S3Context, bucket: Bucket, functionArn: string): Promise<boolean> {
  if (parseArn(functionArn)?.region !== bucket.region) return false;
  const asked = { target: functionArn, caller, source: sourceOf(bucket) };
  return (await probeTarget(host, asked, ["function"])).is === "there";
}

/** Undefined if the queue has taken the test event. Source: "Event message structure", the test message. */
async function queueRefusal(context: S3Context, bucket: Bucket, queueArn: string): Promise<string | undefined> {
  const { host, requestId } = context;
  const id = host.random.uuid();
  const body = JSON.stringify({
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: new Date(host.clock.nowMs()).toISOString(),
    Bucket: bucket.name,
    RequestId: requestId,
    HostId: toHostId(requestId),
  });
  if (parseArn(queueArn)?.region !== bucket.region) return missingQueue;
  const message = { body };
  const { kind } = await sendToTarget(host, { target: queueArn, message, caller, source: sourceOf(bucket), id });
  if (kind === "delivered") return undefined;
  return (await isThere(context, queueArn)) ? closedQueue : missingQueue;
}

/** Asked as the queue's own account: to S3 itself, a queue that is not there and one that does not let it in look alike. */
async function isThere({ host }: S3Context, queueArn: string): Promise<boolean> {
  const { account, region, resource } = parseArn(queueArn) as Arn;
  try {
    await host.call(
      "sqs",
      "GetQueueUrl",
      { QueueName: resource },
      { account, region, principal: rootPrincipal(account) },
    );
    return true;
  } catch (error) {
    if (error instanceof AwsError && (error.code === "QueueDoesNotExist" || error.status === 501)) return false;
    throw error;
  }
}

const missingQueue = "The destination queue does not exist";
const closedQueue = "Permissions on the destination queue do not allow S3 to publish notifications from this bucket";

const caller = { service: "s3.amazonaws.com" } as const;

function sourceOf({ account, region, name }: Bucket) {
  return { account, region, arn: bucketArn(name) };
}
