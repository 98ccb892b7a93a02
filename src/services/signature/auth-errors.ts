import type { AwsError } from "../../platform/aws-error.ts";
import type { Signature } from "./signature.ts";

/** What a signature should have signed. */
export interface SignedText {
  readonly stringToSign: string;
  /** Undefined in version 2 and for a form, which sign no such thing. */
  readonly canonicalRequest: string | undefined;
}

/** How AWS refuses a caller, which each family of services words in its own way. Source: "Common errors" of their API references. */
export interface AuthErrors {
  readonly missingToken: () => AwsError;
  readonly unknownKey: (accessKeyId: string) => AwsError;
  readonly invalidToken: (sessionToken: string) => AwsError;
  readonly signatureMismatch: (signature: Signature, expected: SignedText) => AwsError;
  /** What is wrong with a signature that nobody had to verify: its scope, what it does not cover. */
  readonly invalidSignature: (details: string) => AwsError;
  /** What is missing. */
  readonly incomplete: (details: string) => AwsError;
  readonly expiredToken: () => AwsError;
  readonly clockSkew: (details: string) => AwsError;
  readonly unsupported: () => AwsError;
}
