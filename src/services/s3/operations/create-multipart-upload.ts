import { checkAcl } from "../acl/check-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import type { S3Context, S3Operation } from "../model.ts";
import { toUploadChecksum } from "../multipart/upload-checksum.ts";
import { type Upload, uploadStore } from "../multipart/upload-store.ts";
import { checkKey } from "../objects/check-key.ts";
import { describeObject } from "../objects/describe-object.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";

/** Begins an upload in parts; what the object will say about itself is said here. */
export const createMultipartUpload: S3Operation<"CreateMultipartUpload"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkKey(input.Key);
  refuseUnsupported(input);
  await checkAcl(context, bucket, input);
  if (input.Tagging !== undefined) await context.authorize("PutObjectTagging", { ...input });
  const nowMs = context.host.clock.nowMs();
  const upload: Upload = {
    id: createUploadId(context, nowMs),
    key: input.Key,
    initiatedMs: nowMs,
    initiator: initiatorOf(context),
    description: describeObject(input, context),
    checksum: toUploadChecksum(input.ChecksumAlgorithm, input.ChecksumType),
  };
  await context.state.buckets.write(bucket, (tx) => uploadStore.add(tx, upload));
  const { algorithm, type, isAsked } = upload.checksum;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    ServerSideEncryption: "AES256",
    ...(isAsked && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
  };
};

/** Begins with the time, so that the order of the ids is that of the uploads. */
function createUploadId({ host }: S3Context, nowMs: number): string {
  return `${nowMs.toString(36).padStart(9, "0")}.${host.random.bytes(48).toString("base64url")}`;
}

function initiatorOf({ principal }: S3Context): Upload["initiator"] {
  return principal.kind === "root" || principal.kind === "anonymous"
    ? { ID: canonicalUserId(principal.account) }
    : { ID: principal.arn, DisplayName: principal.arn.slice(principal.arn.lastIndexOf("/") + 1) };
}
