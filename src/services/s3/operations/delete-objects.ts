import type { DeletedObject, _Error as DeletionError, ObjectIdentifier } from "@aws-sdk/client-s3";
import { AwsError } from "../../../platform/aws-error.ts";
import { Pace } from "../../../platform/pace.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { malformedXml, noSuchVersion } from "../errors.ts";
import { limits } from "../limits.ts";
import { createNotifier, type Notifier } from "../notifications/notifier.ts";
import { type Bypass, checkBypassApplies, readBypass } from "../object-lock/check-lock.ts";
import { newVersion } from "../objects/commit-object.ts";
import { type DeletionResult, deleteObjectIn } from "../objects/delete-object.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import type { NewVersion } from "../objects/replace-object.ts";
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
  const pace = new Pace();
  const allowed: Allowed[] = [];
  const refused: DeletionError[] = [];
  for (const each of identifiers) {
    // A policy of 20 KB is looked through for each.
    if (pace.isOver) await pace.rest();
    const asked = toAsked(bucket, each, bypasses);
    const refusal = await refusalOf(context.authorize("DeleteObject", asked));
    if (refusal) refused.push(toError(each, refusal));
    else allowed.push({ each, marker: newVersion(context, asked.Key), bypass: readBypass(context, asked) });
  }
  const results: Result[] = [];
  for (let at = 0; at < allowed.length; at += keysPerWrite) {
    results.push(...(await deleteSome(context, bucket, notifier, allowed.slice(at, at + keysPerWrite))));
  }
  const deleted = results.flatMap((result) => (result.deleted ? [result.deleted] : []));
  const errors = [...refused, ...results.flatMap((result) => (result.error ? [result.error] : []))];
  return {
    ...(!input.Delete.Quiet && deleted.length > 0 && { Deleted: deleted }),
    ...(errors.length > 0 && { Errors: errors }),
  };
};

interface Result {
  readonly deleted?: DeletedObject;
  readonly error?: DeletionError;
}

/** Deleted in one write: so many that what a write costs by itself is shared, so few that others need not wait for it. */
const keysPerWrite = 100;

/** A key that its caller may delete. */
interface Allowed {
  readonly each: ObjectIdentifier;
  readonly marker: NewVersion;
  readonly bypass: Bypass;
}

async function deleteSome(
  context: S3Context,
  bucket: Bucket,
  notifier: Notifier,
  keys: readonly Allowed[],
): Promise<readonly Result[]> {
  const outcomes = await context.state.buckets.write(bucket, async (tx, row) => {
    const done: (Result & { readonly discarded: readonly string[] })[] = [];
    for (const { each, marker, bypass } of keys) {
      const { key } = marker;
      const { VersionId: versionId, ETag: ifMatch } = each;
      const refuseId = (id: string) => noSuchVersion(key, id);
      try {
        const result = await deleteObjectIn(tx, row, notifier, marker, {
          versionId,
          ifMatch,
          bypass,
          refuseId,
          tellsAlways: true,
        });
        done.push({ deleted: toDeleted(key, versionId, result), discarded: result.discarded });
      } catch (error) {
        // What a key is refused for is looked at before anything of it is changed.
        if (!(error instanceof AwsError)) throw error;
        done.push({ error: toError(each, error), discarded: [] });
      }
    }
    return done;
  });
  context.state.bodies.discard(outcomes.flatMap(({ discarded }) => discarded));
  return outcomes;
}

function toAsked(bucket: Bucket, { Key = "", VersionId, ETag }: ObjectIdentifier, bypasses: boolean | undefined) {
  return { Bucket: bucket.name, Key, VersionId, IfMatch: ETag, BypassGovernanceRetention: bypasses };
}

/** The refusal of one key; what is the matter with all of them is thrown. */
async function refusalOf(permission: Promise<void>): Promise<AwsError | undefined> {
  try {
    await permission;
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "NoSuchBucket") throw error;
    return error;
  }
}

function toError({ Key = "", VersionId }: ObjectIdentifier, { code, message }: AwsError): DeletionError {
  return { Key, VersionId, Code: code, Message: message };
}

function toDeleted(key: string, versionId: string | undefined, { isMarker, versionId: affected }: DeletionResult) {
  return {
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(isMarker && { DeleteMarker: true, DeleteMarkerVersionId: affected }),
  };
}
