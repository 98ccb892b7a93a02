import { invalidArgument } from "../errors.ts";
import { type CustomerKeyInput, readCustomerKey } from "./customer-key.ts";
import type { AskedEncryption } from "./object-encryption.ts";

export interface EncryptionInput extends CustomerKeyInput {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

/**
 * The encryption that a request's headers ask for; undefined if none, so that the bucket's default decides. Bytes lie where all bytes
 * lie; with a customer's key they are encrypted with it. Throws InvalidArgument. Source: "Protecting data with server-side encryption".
 */
export function askedEncryption(input: EncryptionInput): AskedEncryption | undefined {
  const { ServerSideEncryption: encryption, SSEKMSKeyId: keyId, BucketKeyEnabled: bucketKey } = input;
  const asksForBoth = encryption !== undefined && input.SSECustomerAlgorithm !== undefined;
  if (asksForBoth) {
    throw invalid(
      "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
      encryption,
    );
  }
  const customer = readCustomerKey(input);
  if (customer) return { kind: "customer", ...customer };
  if (encryption === "aws:kms" || encryption === "aws:kms:dsse") {
    return { kind: "kms", algorithm: encryption, keyId: keyId || undefined, bucketKey };
  }
  if (encryption !== undefined && encryption !== "AES256") {
    throw invalid("The encryption method specified is not supported", encryption);
  }
  if (keyId !== undefined) {
    throw invalid(
      "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
      encryption,
    );
  }
  return encryption === undefined ? undefined : { kind: "s3" };
}

/** The key to encrypt with, where it is the client's. */
export function customerKeyOf(asked: AskedEncryption | undefined): Buffer | undefined {
  return asked?.kind === "customer" ? asked.key : undefined;
}

function invalid(message: string, value: string | undefined) {
  return invalidArgument(message, "x-amz-server-side-encryption", value ?? "null");
}
