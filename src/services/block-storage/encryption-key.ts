import { createHash } from "node:crypto";
import { partitionOf } from "../../platform/arn.ts";
import { missingKey } from "../missing-key.ts";
import type { Place } from "../service.ts";

/**
 * The key that AWS manages for EBS in an account and region, the same at every server. It is a name only: Squall has no KMS, and what is told as encrypted
 * stands on the disk as it is (decision 67).
 */
export function managedKeyArn({ account, region }: Place): string {
  const hash = createHash("sha256").update(`${account} ${region} alias/aws/ebs`).digest("hex");
  const id = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/${id.join("-")}`;
}

/** The ARN of the key that is meant, or why there is none. */
export function findKey(
  key: string | undefined,
  place: Place,
): { readonly arn: string } | { readonly missing: string } {
  const arn = managedKeyArn(place);
  if (key === arn || key === arn.slice(arn.indexOf("/") + 1)) return { arn };
  const missing = missingKey(key, "alias/aws/ebs", place);
  return missing === undefined ? { arn } : { missing };
}
