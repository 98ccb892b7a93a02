import type { LoggingEnabled } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { writeSetting } from "../buckets/settings.ts";
import { crossLocationLogging, invalidLogTarget, malformedXml, notImplemented } from "../errors.ts";
import type { LoggingSettings } from "../logging/logging-settings.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** Turns the bucket's access log on or, with an empty status, off. */
export const putBucketLogging: S3Operation<"PutBucketLogging"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const wanted = input.BucketLoggingStatus.LoggingEnabled;
  const settings = wanted && (await checkSettings(context, bucket, wanted));
  await writeSetting(context, input, "logging", settings && JSON.stringify(settings));
  return {};
};

async function checkSettings(context: S3Context, bucket: Bucket, wanted: LoggingEnabled): Promise<LoggingSettings> {
  const { TargetBucket: name, TargetPrefix, TargetGrants, TargetObjectKeyFormat } = wanted;
  if (name === undefined || TargetPrefix === undefined) throw malformedXml();
  if (TargetGrants && TargetGrants.length > 0)
    throw notImplemented("TargetGrants: access to logs is given by the target bucket's policy");
  if (TargetObjectKeyFormat?.PartitionedPrefix?.PartitionDateSource === "EventTime") {
    throw notImplemented("PartitionDateSource EventTime");
  }
  const target = await context.state.buckets.find(name);
  if (!target) throw invalidLogTarget("The target bucket for logging does not exist", name);
  if (target.account !== bucket.account) {
    throw invalidLogTarget("The owner for the bucket to be logged and the target bucket must be the same.", name);
  }
  if (target.region !== bucket.region) throw crossLocationLogging(bucket.region, target.region);
  return { TargetBucket: name, TargetPrefix, ...(TargetObjectKeyFormat && { TargetObjectKeyFormat }) };
}
