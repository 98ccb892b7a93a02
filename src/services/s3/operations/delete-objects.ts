import type { DeletedObject, _Error as DeletionError, ObjectIdentifier } from "@aws-sdk/client-s3";
import { AwsError } from "../../../platform/aws-error.ts";
import { Pace } from "../../../platform/pace.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { malformedXml, noSuchVersion } from "../errors.ts";
import { limits } from "../limits.ts";
import { createNotifier, type Notifier } from "../notifications/notifier.ts";
import { checkBypassApplies, readBypass } from "../object-lock/check-lock.ts";
import { newVersion } from "../objects/commit-object.ts";
import { type DeletionResult, deleteObjectIn } from "../objects/delete-object.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** Deletes up to a thousand keys; each may be refused by itself, and the permission is asked for each. */
export const deleteObjects: S3Operation<"DeleteObjects"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  refuseUnsupported(input);
  const bypasses = input.BypassGovernanceRetention;
  await context.state.buckets.read(bucket, async (_tx, row) => checkBypassApplies(row, bypasses));
  const identifiers = input.Delete.Objects ?? [];
  if (identifiers.length === 0 || identifiers.length > limits.keysPerDelete) throw malformedXml();
  for (const each of identifiers)
    refuseUnsupported({ IfMatchLastModifiedTime: each.LastModifiedTime, IfMatchSize: each.Size });
  const notifier = createNotifier(context, bucket);
  // Each is a write of its own, and writes that wait at the same time share one commit.
  const deletions: Promise<Result>[] = [];
  const pace = new Pace();
  for (const each of identifiers) {
    // A policy of 20 KB is looked through for each.
    if (pace.isOver) await pace.rest();
    deletions.push(deleteOne(context, bucket, notifier, each, bypasses));
  }
  const results = await Promise.all(deletions);
  const deleted = results.flatMap((result) => (result.deleted ? [result.deleted] : []));
  const errors = results.flatMap((result) => (result.error ? [result.error] : []));
  return {
    ...(!input.Delete.Quiet && deleted.length > 0 && { Deleted: deleted }),
    ...(errors.length > 0 && { Errors: errors }),
  };
};

interface Result {
  readonly deleted?: DeletedObject;
  readonly error?: DeletionError;
}

async function deleteOne(
  context: S3Context,
  bucket: Bucket,
  notifier: Notifier,
  { Key = "", VersionId, ETag }: ObjectIdentifier,
  bypasses: boolean | undefined,
): Promise<Result> {
  try {
    const asked = { Bucket: bucket.name, Key, VersionId, IfMatch: ETag, BypassGovernanceRetention: bypasses };
    await context.authorize("DeleteObject", asked);
    const bypass = readBypass(context, asked);
    const marker = newVersion(context, Key);
    const refuseId = (versionId: string) => noSuchVersion(Key, versionId);
    const result = await context.state.buckets.write(bucket, (tx, row) =>
      deleteObjectIn(tx, row, notifier, marker, { versionId: VersionId, ifMatch: ETag, bypass, refuseId }),
    );
    context.state.bodies.discard(result.discarded);
    return { deleted: toDeleted(Key, VersionId, result) };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "NoSuchBucket") throw error;
    return { error: { Key, VersionId, Code: error.code, Message: error.message } };
  }
}

function toDeleted(key: string, versionId: string | undefined, { isMarker, versionId: affected }: DeletionResult) {
  return {
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(isMarker && { DeleteMarker: true, DeleteMarkerVersionId: affected }),
  };
}
