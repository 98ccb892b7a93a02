import { createHash } from "node:crypto";
import type { Bucket } from "../buckets/bucket.ts";

/** A key as answers name it, by its ARN; without one it is the key that AWS makes for S3 in each account and region. */
export function toKeyArn(keyId: string | undefined, { account, region }: Bucket): string {
  if (keyId?.startsWith("arn:")) return keyId;
  const prefix = `arn:aws:kms:${region}:${account}:`;
  if (keyId === undefined || keyId === "alias/aws/s3") return `${prefix}key/${managedKeyId(account, region)}`;
  return keyId.startsWith("alias/") ? prefix + keyId : `${prefix}key/${keyId}`;
}

/** Always the same for an account and a region. */
function managedKeyId(account: string, region: string): string {
  const digits = createHash("sha256").update(`aws/s3 ${account} ${region}`).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
