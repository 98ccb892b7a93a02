import { createHash } from "node:crypto";
import { AwsError } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { type Export, exportFolder } from "./export.ts";
import { inBucketsRegion } from "./in-buckets-region.ts";

export interface PutFile {
  readonly key: string;
  /** Base64. */
  readonly md5: string;
  readonly etag: string;
}

/** Writes one object of an export, in the name of who asked for it. */
export async function putObject(host: ServiceHost, made: Export, name: string, body: Buffer): Promise<PutFile> {
  const { account, region, by, bucket, bucketOwner, encryption } = made;
  const key = `${exportFolder(made)}/${name}`;
  const object = {
    Bucket: bucket,
    Key: key,
    Body: body,
    ExpectedBucketOwner: bucketOwner,
    ...(encryption.algorithm === "KMS" && { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: encryption.key }),
  };
  const { ETag = "" } = await inBucketsRegion({ account, region, principal: by }, (as) =>
    host.call("s3", "PutObject", object, as),
  );
  return { key, md5: createHash("md5").update(body).digest("base64"), etag: ETag.replaceAll('"', "") };
}

/** What ends an export: what the bucket refuses for good. Undefined for what may go on later. */
export function toFailure(error: unknown): Export["failure"] {
  if (!(error instanceof AwsError) || error.fault !== "client" || /slowdown|throttl/i.test(error.code))
    return undefined;
  const code = error.code === "NoSuchBucket" ? "S3NoSuchBucket" : error.code;
  return { code, message: error.message };
}
