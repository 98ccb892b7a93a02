import type { AwsError } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { invalidVersionId, methodNotAllowed, noSuchKey, noSuchVersion } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { objectStore } from "./object-store.ts";
import type { StoredObject } from "./stored-object.ts";
import { isVersionId } from "./version-id.ts";

export interface VersionInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

export interface FoundVersion {
  readonly object: StoredObject;
  readonly isLatest: boolean;
  /** Whether the bucket ever had versioning, so that versions are shown. */
  readonly isVersioned: boolean;
  /** JSON of the bucket's lifecycle rules. */
  readonly lifecycle: string | undefined;
}

/** The version asked for, which may be a delete marker; undefined if there is none. */
export async function lookUp(tx: ReadTransaction, { Key, VersionId }: Omit<VersionInput, "Bucket">) {
  const current = await objectStore.find(tx, Key);
  if (VersionId === undefined || current?.versionId === VersionId)
    return current && { object: current, isLatest: true };
  const former = await objectStore.findFormer(tx, Key, VersionId);
  return former && { object: former, isLatest: false };
}

/**
 * The version a read asks for. Throws NoSuchKey or NoSuchVersion, and for a delete marker NoSuchKey or, if it was named,
 * MethodNotAllowed, with the headers that tell it. Source: "Working with delete markers".
 */
export async function findVersion(context: S3Context, bucket: Bucket, input: VersionInput): Promise<FoundVersion> {
  const { found, ...facts } = await context.state.buckets.read(bucket, async (tx, row) => ({
    found: await lookUp(tx, input),
    isVersioned: row.versioning !== undefined,
    lifecycle: row.lifecycle,
  }));
  if (!found) {
    await checkMayKnow(context, input);
    throw missing(input);
  }
  if (!found.object.isMarker) return { ...found, ...facts };
  context.responseHeaders["x-amz-delete-marker"] = "true";
  context.responseHeaders["x-amz-version-id"] = found.object.versionId;
  if (input.VersionId === undefined) throw noSuchKey(input.Key);
  context.responseHeaders["last-modified"] = new Date(found.object.modifiedMs).toUTCString();
  context.responseHeaders.allow = "DELETE";
  throw methodNotAllowed("GET", "DeleteMarker");
}

/** Why there is no such version: what cannot be an id of one is said first. Throws nothing itself. */
export function missing({ Key, VersionId }: Omit<VersionInput, "Bucket">): AwsError {
  if (VersionId === undefined) return noSuchKey(Key);
  return isVersionId(VersionId) ? noSuchVersion(Key, VersionId) : invalidVersionId(VersionId);
}

/**
 * Who may not list what begins with the key does not learn whether it exists: AccessDenied instead of 404. A policy's `s3:prefix` is held against the key.
 * Source: "GetObject", permissions; what AWS was seen to answer (ceph, pull request 68577).
 */
async function checkMayKnow(context: S3Context, input: VersionInput): Promise<void> {
  await context.authorize("ListObjectsV2", { Bucket: input.Bucket, Prefix: input.Key });
}
