import { type Arn, parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { toHostId } from "../../../platform/host-id.ts";
import { rootPrincipal } from "../../principal.ts";
import { probeTarget, sendToTarget } from "../../targets/send-to-target.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { unverifiedDestinations } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { notificationSubject } from "./deliver-notification.ts";
import type { Notification } from "./notification.ts";

/**
 * Asks each destination whether S3 may send to it, on behalf of this bucket: functions by a dry run, queues and topics by the test event that AWS sends
 * them, too. Throws InvalidArgument naming each refusal.
 */
export async function checkDestinations(
  context: S3Context,
  bucket: Bucket,
  notifications: readonly Notification[],
): Promise<void> {
  const failures: { name: string; value: string }[] = [];
  for (const kind of ["queue", "topic"] as const)
    for (const notification of notifications) {
      if (notification.kind !== kind) continue;
      const value = await testEventRefusal(context, bucket, kind, notification.target);
      if (value !== undefined) failures.push({ name: notification.target, value });
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

/** Undefined if the target has taken the test event. Source: "Event message structure", the test message. */
async function testEventRefusal(
  context: S3Context,
  bucket: Bucket,
  kind: "queue" | "topic",
  target: string,
): Promise<string | undefined> {
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
  const missing = `The destination ${kind} does not exist`;
  if (parseArn(target)?.region !== bucket.region) return missing;
  const message = { body, subject: notificationSubject };
  const sent = await sendToTarget(host, { target, message, caller, source: sourceOf(bucket), id });
  if (sent.kind === "delivered") return undefined;
  if (!(await isThere(context, kind, target))) return missing;
  return `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;
}

/** Asked as the target's own account: to S3 itself, one that is not there and one that does not let it in look alike. */
async function isThere({ host }: S3Context, kind: "queue" | "topic", target: string): Promise<boolean> {
  const { account, region, resource } = parseArn(target) as Arn;
  const as = { account, region, principal: rootPrincipal(account) };
  try {
    if (kind === "queue") await host.call("sqs", "GetQueueUrl", { QueueName: resource }, as);
    else await host.call("sns", "GetTopicAttributes", { TopicArn: target }, as);
    return true;
  } catch (error) {
    if (error instanceof AwsError && (missingCodes.has(error.code) || error.status === 501)) return false;
    throw error;
  }
}

const missingCodes: ReadonlySet<string> = new Set(["QueueDoesNotExist", "NotFoundException", "NotFound"]);

const caller = { service: "s3.amazonaws.com" } as const;

function sourceOf({ account, region, name }: Bucket) {
  return { account, region, arn: bucketArn(name) };
}
