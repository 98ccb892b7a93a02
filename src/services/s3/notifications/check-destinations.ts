import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { parseArn } from "../../../platform/arn.ts";
import { probeTarget } from "../../targets/send-to-target.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { unverifiedDestinations } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import type { FunctionNotification } from "./notification.ts";

/**
 * Asks each destination whether S3 may send to it, on behalf of this bucket. Lambda's functions are asked with a dry run; queues
 * and topics are refused as ones that do not exist, since notifications to them are not built. Throws InvalidArgument naming each refusal.
 *
 * No test event is sent: AWS sends `s3:TestEvent` to queues and topics, never to a function.
 */
export async function checkDestinations(
  context: S3Context,
  bucket: Bucket,
  configuration: NotificationConfiguration,
  functions: readonly FunctionNotification[],
): Promise<void> {
  const failures = [
    ...(configuration.QueueConfigurations ?? []).map(({ QueueArn = "" }) => missing(QueueArn, "queue")),
    ...(configuration.TopicConfigurations ?? []).map(({ TopicArn = "" }) => missing(TopicArn, "topic")),
  ];
  for (const { functionArn } of functions) {
    if (await mayInvoke(context, bucket, functionArn)) continue;
    // AWS says the same of a function that does not exist.
    failures.push({ name: `${functionArn}, null`, value: `Not authorized to invoke function [${functionArn}]` });
  }
  if (failures.length > 0) throw unverifiedDestinations(failures);
}

async function mayInvoke({ host }: S3Context, bucket: Bucket, functionArn: string): Promise<boolean> {
  if (parseArn(functionArn)?.region !== bucket.region) return false;
  const { account, region, name } = bucket;
  const source = { account, region, arn: bucketArn(name) };
  const asked = { target: functionArn, caller: { service: "s3.amazonaws.com" }, source };
  return (await probeTarget(host, asked, ["function"])).is === "there";
}

function missing(arn: string, kind: "queue" | "topic") {
  return { name: arn, value: `The destination ${kind} does not exist` };
}
