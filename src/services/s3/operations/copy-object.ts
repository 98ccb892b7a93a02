import { requestedObjectAcl } from "../acl/requested-acl.ts";
import { type Bucket, objectArn } from "../buckets/bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { defaultAlgorithm, isAlgorithm } from "../checksums/algorithms.ts";
import { type StoredChecksum, toChecksumMembers } from "../checksums/stored-checksum.ts";
import { askedEncryption, customerKeyOf } from "../encryption/asked-encryption.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { headerNotImplemented, invalidArgument, invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import type { S3Input } from "../model.ts";
import { askedLock } from "../object-lock/asked-lock.ts";
import { checkKey } from "../objects/check-key.ts";
import { commitObject } from "../objects/commit-object.ts";
import { checkConditionForm } from "../objects/conditions.ts";
import { copyObjectBytes } from "../objects/copy-bytes.ts";
import { type CopySource, openCopySource } from "../objects/copy-source.ts";
import { checkStorageClass, toHeaders } from "../objects/describe-object.ts";
import { parseCopySource } from "../objects/parse-copy-source.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import { nullVersion } from "../objects/version-id.ts";
import type { S3Context, S3Operation } from "../operation.ts";
import { parseTagging } from "../tags/tags.ts";

type Input = S3Input<"CopyObject">;

/** Makes a new object of another one's bytes, with its metadata and tags or with new ones. */
export const copyObject: S3Operation<"CopyObject"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkKey(input.Key);
  checkDirectives(input);
  refuseUnsupported(input);
  checkConditionForm(input);
  const source = await openCopySource(context, input);
  try {
    await checkSelfCopy(context, input, bucket, source);
    if (source.object.sizeBytes > limits.copyBytes) throw tooLarge();
    return await copy(context, input, bucket, source);
  } finally {
    source.release();
  }
};

async function copy(context: S3Context, input: Input, bucket: Bucket, source: CopySource) {
  const { object: original } = source;
  const encryption = askedEncryption(input);
  const lock = askedLock(input, context.host.clock.nowMs());
  const acl = await requestedObjectAcl(context, bucket, input);
  const description = await describeCopy(context, input, source);
  const algorithm = algorithmOf(input, original.checksum);
  const keys = { source: source.customerKey, target: customerKeyOf(encryption) };
  const copied = await copyObjectBytes(context, original, algorithm, keys);
  const checksum: StoredChecksum = {
    algorithm,
    type: "FULL_OBJECT",
    value: copied.checksumOf(algorithm).toString("base64"),
  };
  const { object, hasVersions, expiration } = await commitObject(context, bucket, {
    key: input.Key,
    draft: {
      ...description,
      checksum,
      sizeBytes: copied.sizeBytes,
      etag: copied.md5.toString("hex"),
      content: copied.content,
      body: copied.body,
      isMultipart: false,
    },
    wanted: { acl, encryption, lock },
    conditions: input,
    event: "ObjectCreated:Copy",
  });
  return {
    CopyObjectResult: {
      ETag: `"${object.etag}"`,
      LastModified: toHttpTime(object.modifiedMs),
      ...toChecksumMembers(checksum),
    },
    // Of a version without an id AWS tells none. Source: recorded answers.
    CopySourceVersionId: source.isVersioned && original.versionId !== nullVersion ? original.versionId : undefined,
    ...toEncryptionMembers(object.attributes.encryption),
    Expiration: expiration,
    // Unlike PutObject's answer, also "null" while versioning is suspended.
    VersionId: hasVersions ? object.versionId : undefined,
  };
}

/** A copy's storage class is never the source's. Source: "CopyObject". */
async function describeCopy(context: S3Context, input: Input, { object, bucket }: CopySource) {
  // Tags that come without being asked to replace the source's say nothing.
  const replacesTags = input.TaggingDirective === "REPLACE";
  const tags = replacesTags ? parseTagging(input.Tagging ?? "") : object.tags;
  // New tags are the request's own; those that come along, only the source tells.
  if (!replacesTags && Object.keys(tags).length > 0) {
    const { VersionId } = parseCopySource(input.CopySource);
    await context.authorize("GetObjectTagging", { Bucket: bucket.name, Key: object.key, VersionId });
    await context.authorize("PutObjectTagging", { ...input });
  }
  const kept = { ...object.headers, WebsiteRedirectLocation: input.WebsiteRedirectLocation };
  return {
    headers: input.MetadataDirective === "REPLACE" ? toHeaders(input) : kept,
    tags,
    storageClass: checkStorageClass(input.StorageClass),
  };
}

function checkDirectives({ MetadataDirective, TaggingDirective }: Input): void {
  if (MetadataDirective !== undefined && !["COPY", "REPLACE"].includes(MetadataDirective)) {
    throw invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", MetadataDirective);
  }
  if (TaggingDirective !== undefined && !["COPY", "REPLACE"].includes(TaggingDirective)) {
    throw invalidArgument("Unknown tagging directive.", "x-amz-tagging-directive", TaggingDirective);
  }
}

async function checkSelfCopy(context: S3Context, input: Input, bucket: Bucket, source: CopySource): Promise<void> {
  const isSame = objectArn(bucket.name, input.Key) === objectArn(source.bucket.name, source.object.key);
  const changes =
    input.MetadataDirective === "REPLACE" ||
    input.TaggingDirective === "REPLACE" ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.SSECustomerAlgorithm !== undefined ||
    input.CopySourceSSECustomerAlgorithm !== undefined ||
    input.ChecksumAlgorithm !== undefined ||
    input.CopySource.includes("?versionId=");
  if (!isSame || changes) return;
  // A bucket with a default encryption of its own encrypts the copy anew.
  if ((await context.state.buckets.read(bucket, async (_tx, { encryption }) => encryption)) !== undefined) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** What is asked for, else what the source has, computed anew over the whole. */
function algorithmOf({ ChecksumAlgorithm: asked }: Input, checksum: StoredChecksum | undefined) {
  if (asked === undefined) return checksum?.algorithm ?? defaultAlgorithm;
  if (!isAlgorithm(asked)) throw headerNotImplemented(`x-amz-checksum-algorithm ${asked}`);
  return asked;
}

function tooLarge() {
  return invalidRequest(
    `The specified copy source is larger than the maximum allowable size for a copy source: ${limits.copyBytes}`,
  );
}
