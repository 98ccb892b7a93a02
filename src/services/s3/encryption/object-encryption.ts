import type { ServerSideEncryption, ServerSideEncryptionConfiguration } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import { toKeyArn } from "./kms-key.ts";

/** How an object is encrypted, if otherwise than by SSE-S3, which is what every object has at least. */
export type ObjectEncryption = KmsEncryption | CustomerEncryption;

export interface KmsEncryption {
  readonly kind: "kms";
  readonly algorithm: "aws:kms" | "aws:kms:dsse";
  /** An ARN. */
  readonly keyId: string;
  readonly bucketKey: boolean;
}

/** With a key that comes with each request and is not kept. */
export interface CustomerEncryption {
  readonly kind: "customer";
  readonly keyMd5: string;
}

/** What a request asks for. */
export type AskedEncryption =
  | { readonly kind: "s3" }
  | {
      readonly kind: "kms";
      readonly algorithm: KmsEncryption["algorithm"];
      readonly keyId: string | undefined;
      readonly bucketKey: boolean | undefined;
    }
  | (CustomerEncryption & { readonly key: Buffer });

/** How a new object is encrypted: as it is asked, else by the bucket's default. `json` is the default, as the bucket's row has it. */
export function toNewEncryption(
  json: string | undefined,
  asked: AskedEncryption | undefined,
  bucket: Bucket,
): ObjectEncryption | undefined {
  if (asked?.kind === "s3" || (!asked && json === undefined)) return undefined;
  if (asked?.kind === "customer") return { kind: "customer", keyMd5: asked.keyMd5 };
  const rule = json === undefined ? undefined : (JSON.parse(json) as ServerSideEncryptionConfiguration).Rules?.[0];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  const bucketKey = asked?.bucketKey ?? rule?.BucketKeyEnabled ?? false;
  if (asked) {
    return { kind: "kms", algorithm: asked.algorithm, keyId: toKeyArn(asked.keyId ?? keyId, bucket), bucketKey };
  }
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return undefined;
  return { kind: "kms", algorithm, keyId: toKeyArn(keyId, bucket), bucketKey };
}

export interface EncryptionMembers {
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly SSECustomerAlgorithm?: string;
  readonly SSECustomerKeyMD5?: string;
}

/** As the members of an answer. */
export function toEncryptionMembers(encryption: ObjectEncryption | undefined): EncryptionMembers {
  if (!encryption) return { ServerSideEncryption: "AES256" };
  if (encryption.kind === "customer") {
    return { SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: encryption.keyMd5 };
  }
  return {
    ServerSideEncryption: encryption.algorithm,
    SSEKMSKeyId: encryption.keyId,
    ...(encryption.bucketKey && { BucketKeyEnabled: true }),
  };
}
