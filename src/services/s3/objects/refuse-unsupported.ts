import { headerNotImplemented, invalidRequest } from "../errors.ts";

/** The members of object operations that ask for what Squall does not have. */
export interface UnsupportedMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
  readonly CopySourceSSECustomerAlgorithm?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
  readonly ObjectLockEventHold?: string | undefined;
  readonly WriteOffsetBytes?: number | undefined;
  readonly AnnotationDirective?: string | undefined;
  readonly MFA?: string | undefined;
  readonly BypassGovernanceRetention?: boolean | undefined;
  readonly IfMatchLastModifiedTime?: Date | undefined;
  readonly IfMatchSize?: number | undefined;
}

/**
 * Refuses by name what would otherwise be accepted and have no effect. `x-amz-request-payer` is not among it: on a bucket whose
 * owner pays, it has no effect on AWS either.
 */
export function refuseUnsupported(input: UnsupportedMembers): void {
  const { ServerSideEncryption: encryption } = input;
  if (encryption !== undefined && encryption !== "AES256") {
    throw headerNotImplemented(`x-amz-server-side-encryption: ${encryption}`);
  }
  if (input.ObjectLockMode ?? input.ObjectLockRetainUntilDate ?? input.ObjectLockLegalHoldStatus) {
    // AWS's answer for a bucket that was made without Object Lock, which all of Squall's are.
    throw invalidRequest("Bucket is missing Object Lock Configuration");
  }
  for (const [member, header] of unsupportedHeaders) {
    if (input[member] !== undefined && input[member] !== false) throw headerNotImplemented(header);
  }
}

const unsupportedHeaders: readonly (readonly [keyof UnsupportedMembers, string])[] = [
  ["SSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm"],
  ["SSECustomerKey", "x-amz-server-side-encryption-customer-key"],
  ["SSECustomerKeyMD5", "x-amz-server-side-encryption-customer-key-MD5"],
  ["CopySourceSSECustomerAlgorithm", "x-amz-copy-source-server-side-encryption-customer-algorithm"],
  ["SSEKMSKeyId", "x-amz-server-side-encryption-aws-kms-key-id"],
  ["SSEKMSEncryptionContext", "x-amz-server-side-encryption-context"],
  ["BucketKeyEnabled", "x-amz-server-side-encryption-bucket-key-enabled"],
  ["ObjectLockEventHold", "x-amz-object-lock-event-hold"],
  ["WriteOffsetBytes", "x-amz-write-offset-bytes"],
  ["AnnotationDirective", "x-amz-annotation-directive"],
  ["MFA", "x-amz-mfa"],
  ["BypassGovernanceRetention", "x-amz-bypass-governance-retention"],
  ["IfMatchLastModifiedTime", "x-amz-if-match-last-modified-time"],
  ["IfMatchSize", "x-amz-if-match-size"],
];
