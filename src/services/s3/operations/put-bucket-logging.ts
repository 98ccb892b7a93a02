import type { LoggingEnabled, TargetGrant } from "@aws-sdk/client-s3";
import { toGrant } from "../acl/acl.ts";
import { parseGrant } from "../acl/parse-grants.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { readOwnership, writeSetting } from "../buckets/settings.ts";
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
  if (TargetObjectKeyFormat?.PartitionedPrefix?.PartitionDateSource === "EventTime") {
    throw notImplemented("PartitionDateSource EventTime");
  }
  const target = await context.state.buckets.find(name);
  if (!target) throw invalidLogTarget("The target bucket for logging does not exist", name);
  if (target.account !== bucket.account) {
    throw invalidLogTarget("The owner for the bucket to be logged and the target bucket must be the same.", name);
  }
  if (target.region !== bucket.region) throw crossLocationLogging(bucket.region, target.region);
  const grants = TargetGrants?.map(checkGrant) ?? [];
  if (grants.length > 0 && (await context.state.buckets.read(target, readOwnership)) === "BucketOwnerEnforced") {
    throw invalidLogTarget("Target grants are not supported for buckets with bucket owner enforced", name);
  }
  return {
    TargetBucket: name,
    TargetPrefix,
    ...(grants.length > 0 && { TargetGrants: grants }),
    ...(TargetObjectKeyFormat && { TargetObjectKeyFormat }),
  };
}

/** Of S3's permissions, also those that the documentation leaves out: AWS lets them pass. Source: recorded answers. */
function checkGrant({ Grantee, Permission }: TargetGrant): TargetGrant {
  return toGrant(parseGrant({ Grantee, Permission })) as TargetGrant;
}
