import { createHash } from "node:crypto";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { algorithmNames, factsOf } from "../checksums/algorithms.ts";
import { type StoredChecksum, toChecksumMembers } from "../checksums/stored-checksum.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { badChecksum, invalidRequest, malformedXml, noSuchUpload } from "../errors.ts";
import { expirationHeader } from "../lifecycle/expiration-header.ts";
import { limits } from "../limits.ts";
import type { S3Input } from "../model.ts";
import { chooseParts } from "../multipart/choose-parts.ts";
import { toWholeChecksum } from "../multipart/upload-checksum.ts";
import { type Part, type Upload, type UploadChecksum, uploadStore } from "../multipart/upload-store.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { toNewLock } from "../object-lock/lock-configuration.ts";
import { newVersion } from "../objects/commit-object.ts";
import { checkConditionForm, checkConditionsSince } from "../objects/conditions.ts";
import { objectStore } from "../objects/object-store.ts";
import { replaceObject } from "../objects/replace-object.ts";
import type { ObjectDraft } from "../objects/stored-object.ts";
import type { S3Operation } from "../operation.ts";
import { withReplication } from "../replication/replication.ts";

type Input = S3Input<"CompleteMultipartUpload">;

/**
 * Makes the object of the parts listed, in one commit. The object's bytes are its parts' blobs as they are: nothing is copied,
 * so completing takes as long for a terabyte as for ten megabytes.
 */
export const completeMultipartUpload: S3Operation<"CompleteMultipartUpload"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkConditionForm(input);
  const listed = input.MultipartUpload?.Parts ?? [];
  const hasDocument = input.MultipartUpload !== undefined;
  if ((hasDocument && listed.length === 0) || listed.length > limits.parts) throw malformedXml();
  const notifier = createNotifier(context, bucket);
  const { state } = context;
  const version = newVersion(context, input.Key);
  const { object, discarded, isVersioned, expiration } = await state.buckets.write(bucket, async (tx, row) => {
    const upload = await uploadStore.find(tx, input.Key, input.UploadId);
    if (!upload) return again(tx, row, input);
    if (!hasDocument) throw invalidRequest("You must specify at least one part");
    checkMode(input, upload.checksum);
    const stored = await uploadStore.parts(tx, upload.id, 0, limits.parts);
    const made = toDraft(input, upload, chooseParts(upload, listed, stored));
    const { acl, encryption, lock } = upload.wanted;
    const newLock = toNewLock(row.objectLock, lock, version.nowMs);
    const draft: ObjectDraft = {
      ...made,
      attributes: {
        upload: upload.id,
        ...(acl && { acl }),
        ...(encryption && { encryption }),
        ...(newLock && { lock: newLock }),
      },
    };
    const current = await objectStore.find(tx, input.Key);
    checkConditionsSince(input.Key, current, input, {
      beganMs: upload.initiatedMs,
      isDeleted: upload.isKeyDeleted ?? false,
    });
    const change = await replaceObject(tx, row, current, withReplication(row, input.Key, draft), version);
    await uploadStore.remove(tx, upload);
    await notifier.emit(tx, row, "ObjectCreated:CompleteMultipartUpload", change.object);
    return {
      object: change.object,
      discarded: [...change.discarded, ...unlisted(stored, draft)],
      isVersioned: row.versioning === "Enabled",
      expiration: expirationHeader(row.lifecycle, change.object),
    };
  });
  state.bodies.discard(discarded);
  return {
    Bucket: bucket.name,
    Key: object.key,
    Location: `${context.request.endpoint}/${bucket.name}/${encodeURIComponent(object.key)}`,
    ETag: `"${object.etag}"`,
    ...toChecksumMembers(object.checksum),
    ...toEncryptionMembers(object.attributes.encryption),
    Expiration: expiration,
    VersionId: isVersioned ? object.versionId : undefined,
  };
};

/** A client that never saw the answer completes once more; as long as the object is that upload's, the answer is the same. */
async function again(tx: ReadTransaction, row: BucketRow, input: Input) {
  const current = await objectStore.find(tx, input.Key);
  if (!current || current.attributes.upload !== input.UploadId) throw noSuchUpload(input.UploadId);
  return {
    object: current,
    discarded: [],
    isVersioned: row.versioning === "Enabled",
    expiration: expirationHeader(row.lifecycle, current),
  };
}

function toDraft(input: Input, upload: Upload, parts: readonly Part[]): Omit<ObjectDraft, "attributes"> {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== sizeBytes) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${sizeBytes}`,
    );
  }
  const md5 = createHash("md5");
  for (const { etag } of parts) md5.update(Buffer.from(etag, "hex"));
  const checksum = wholeChecksum(upload, parts);
  if (checksum && upload.checksum.isAsked) checkWhole(input, checksum);
  return {
    ...upload.description,
    sizeBytes,
    etag: `${md5.digest("hex")}-${parts.length}`,
    checksum,
    content: parts.flatMap(({ blob, number, sizeBytes, checksum, iv }) =>
      blob === undefined ? [] : [{ blob, number, sizeBytes, checksum, ...(iv !== undefined && { iv }) }],
    ),
    body: undefined,
    isMultipart: true,
  };
}

/** What a customer's key encrypts has no checksum unless the upload asked for one. Source: recorded answers. */
function wholeChecksum({ checksum, wanted }: Upload, parts: readonly Part[]): StoredChecksum | undefined {
  const hasNone = !checksum.isAsked && wanted.encryption?.kind === "customer";
  return hasNone ? undefined : toWholeChecksum(checksum, parts);
}

/** Told before anything of the parts. Of an upload that asked for no checksum the mode is null. */
function checkMode({ ChecksumType: asked }: Input, { type, isAsked }: UploadChecksum): void {
  if (asked === undefined || (isAsked && asked === type)) return;
  const mode = isAsked ? type : "null";
  throw invalidRequest(
    `The upload was created using the ${mode} checksum mode. The complete request must use the same checksum mode.`,
  );
}

/**
 * The client may say what the whole must have. One of another algorithm is wrong, and so is one whose type, as the algorithm has it where the
 * request does not say, is not the upload's. Throws BadDigest. Source: recorded answers.
 */
function checkWhole(input: Input, { algorithm, type, value }: StoredChecksum): void {
  const given = algorithmNames.filter((name) => input[`Checksum${name}`] !== undefined);
  if (given.length === 0) return;
  const text = input[`Checksum${algorithm}`] ?? "";
  const isOfType = (input.ChecksumType ?? factsOf(algorithm).multipartDefault) === type;
  const expected = type === "COMPOSITE" ? value.replace(/-\d+$/, "") : value;
  if (isOfType && text.replace(/-\d+$/, "") === expected) return;
  throw badChecksum(algorithm.toLowerCase());
}

function unlisted(stored: readonly Part[], { content }: ObjectDraft): string[] {
  const used = new Set(content.map(({ blob }) => blob));
  return stored.flatMap(({ blob }) => (blob === undefined || used.has(blob) ? [] : [blob]));
}
