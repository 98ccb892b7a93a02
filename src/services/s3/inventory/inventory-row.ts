import type { InventoryConfiguration, InventoryOptionalField } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import type { ListedVersion } from "../objects/object-store.ts";
import type { ObjectAttributes } from "../objects/stored-object.ts";
import { urlEncodeKey } from "../objects/url-encode.ts";
import { replicationStatus } from "../replication/replication.ts";
import { inventoryFields } from "./check-inventory.ts";

/** A version, as a report knows it. */
export interface InventoryRow {
  readonly version: ListedVersion;
  readonly attributes: ObjectAttributes;
}

/** The names of a report's columns, in order. */
export function columnsOf({ IncludedObjectVersions, OptionalFields = [] }: InventoryConfiguration): string[] {
  const versions = IncludedObjectVersions === "All" ? ["VersionId", "IsLatest", "IsDeleteMarker"] : [];
  return ["Bucket", "Key", ...versions, ...[...inventoryFields].filter((field) => OptionalFields.includes(field))];
}

/** One line, whose values are all quoted; of a delete marker it has little. Source: "Amazon S3 Inventory list". */
export function toCsv(bucket: Bucket, configuration: InventoryConfiguration, row: InventoryRow): string {
  const values = columnsOf(configuration).map((column) => toValue(bucket, column, row));
  return `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")}\n`;
}

function toValue(bucket: Bucket, column: string, row: InventoryRow): string {
  const { version } = row;
  switch (column) {
    case "Bucket":
      return bucket.name;
    case "Key":
      return urlEncodeKey(version.key);
    case "VersionId":
      return version.versionId === "null" ? "" : version.versionId;
    case "IsLatest":
      return String(version.isLatest);
    case "IsDeleteMarker":
      return String(version.isMarker);
    case "LastModifiedDate":
      return `${new Date(version.modifiedMs).toISOString().slice(0, 19)}.000Z`;
    default:
      return version.isMarker ? "" : ofObject(column as InventoryOptionalField, row);
  }
}

function ofObject(field: InventoryOptionalField, { version, attributes }: InventoryRow): string {
  const { lock, encryption } = attributes;
  switch (field) {
    case "Size":
      return String(version.sizeBytes);
    case "ETag":
      return version.etag;
    case "StorageClass":
      return version.storageClass;
    case "IsMultipartUploaded":
      return String(version.etag.includes("-"));
    case "EncryptionStatus":
      return encryption === undefined ? "SSE-S3" : encryption.kind === "customer" ? "SSE-C" : "SSE-KMS";
    case "BucketKeyStatus":
      return encryption?.kind === "kms" && encryption.bucketKey ? "ENABLED" : "DISABLED";
    case "ObjectLockRetainUntilDate":
      return lock?.retainUntilMs === undefined ? "" : new Date(lock.retainUntilMs).toISOString();
    case "ObjectLockMode":
      return lock?.mode ?? "";
    case "ObjectLockLegalHoldStatus":
      return lock?.legalHold === "ON" ? "On" : "Off";
    case "IntelligentTieringAccessTier":
      return version.storageClass === "INTELLIGENT_TIERING" ? "FREQUENT" : "";
    case "ChecksumAlgorithm":
      return version.checksum?.algorithm ?? "";
    case "ReplicationStatus":
      return replicationStatus(attributes.replication) ?? "";
    default:
      return "";
  }
}
