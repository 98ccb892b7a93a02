import { headerNotImplemented } from "../errors.ts";

/** The members of object operations that ask for what Squall does not have. */
export interface UnsupportedMembers {
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly ObjectLockEventHold?: string | undefined;
  readonly WriteOffsetBytes?: number | undefined;
  readonly AnnotationDirective?: string | undefined;
  readonly MFA?: string | undefined;
  readonly IfMatchLastModifiedTime?: Date | undefined;
  readonly IfMatchSize?: number | undefined;
}

/**
 * Refuses by name what would otherwise be accepted and have no effect. `x-amz-request-payer` is not among it: on a bucket whose
 * owner pays, it has no effect on AWS either.
 */
export function refuseUnsupported(input: UnsupportedMembers): void {
  for (const [member, header] of unsupportedHeaders) {
    if (input[member] !== undefined) throw headerNotImplemented(header);
  }
}

const unsupportedHeaders: readonly (readonly [keyof UnsupportedMembers, string])[] = [
  ["SSEKMSEncryptionContext", "x-amz-server-side-encryption-context"],
  ["ObjectLockEventHold", "x-amz-object-lock-event-hold"],
  ["WriteOffsetBytes", "x-amz-write-offset-bytes"],
  ["AnnotationDirective", "x-amz-annotation-directive"],
  ["MFA", "x-amz-mfa"],
  ["IfMatchLastModifiedTime", "x-amz-if-match-last-modified-time"],
  ["IfMatchSize", "x-amz-if-match-size"],
];
