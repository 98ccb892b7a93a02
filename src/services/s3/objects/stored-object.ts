import type { StorageClass } from "@aws-sdk/client-s3";
import type { Acl } from "../acl/acl.ts";
import type { StoredChecksum } from "../checksums/stored-checksum.ts";
import type { ObjectEncryption } from "../encryption/object-encryption.ts";

/** One version of an object, or a delete marker. */
export interface StoredObject {
  readonly key: string;
  /** The bucket's sequence number of the write that made it: later versions have greater ones. */
  readonly sequence: number;
  /** `null` where the bucket's versioning was not enabled. */
  readonly versionId: string;
  readonly isMarker: boolean;
  readonly modifiedMs: number;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly storageClass: StorageClass;
  readonly checksum: StoredChecksum | undefined;
  readonly headers: ObjectHeaders;
  readonly tags: Readonly<Record<string, string>>;
  /** Where the bytes are, if they are in blobs. */
  readonly content: readonly ContentPart[];
  /** The bytes themselves, if they are few. An empty object has neither. */
  readonly body: Uint8Array | undefined;
  /** Whether it was uploaded in parts, which are then those of `content`. */
  readonly isMultipart: boolean;
  readonly attributes: ObjectAttributes;
}

/** What only some objects have; the usual one has none of it and pays nothing for it. */
export interface ObjectAttributes {
  readonly lock?: ObjectLock;
  readonly encryption?: ObjectEncryption;
  readonly acl?: Acl;
  readonly restore?: ObjectRestore;
  readonly replication?: Replication;
  /** The multipart upload that it was made by: completing that again gives the same answer. */
  readonly upload?: string;
}

/** What became of a version's copies, by the names of their buckets; a copy itself is `REPLICA`. */
export type Replication = "REPLICA" | Readonly<Record<string, ReplicaState>>;
export type ReplicaState = "PENDING" | "COMPLETED" | "FAILED";

/** Source: "How S3 Object Lock works". */
export interface ObjectLock {
  readonly mode?: "GOVERNANCE" | "COMPLIANCE";
  readonly retainUntilMs?: number;
  readonly legalHold?: "ON" | "OFF";
}

/** A temporary copy of an archived object: readable from `readyMs` to `expiresMs`. */
export interface ObjectRestore {
  readonly readyMs: number;
  readonly expiresMs: number;
}

/** What a client sent to be shown again, with the members' names of the SDK. */
export interface ObjectHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  /** As it was sent. */
  readonly Expires?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** A blob and, of an object uploaded in parts, the part that it is. */
export interface ContentPart {
  readonly blob: string;
  readonly sizeBytes: number;
  readonly number?: number;
  /** Base 64, by the object's algorithm. */
  readonly checksum?: string;
  /** Base 64: of bytes encrypted with a customer's key, where their counter begins. */
  readonly iv?: string;
}

/** What a write gives; the rest comes from the commit. */
export type ObjectDraft = Pick<
  StoredObject,
  | "sizeBytes"
  | "etag"
  | "storageClass"
  | "checksum"
  | "headers"
  | "tags"
  | "content"
  | "body"
  | "isMultipart"
  | "attributes"
>;

export function blobsOf(object: Pick<StoredObject, "content"> | undefined): string[] {
  return object?.content.map(({ blob }) => blob) ?? [];
}
