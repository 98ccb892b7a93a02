import type { InventoryConfiguration, InventoryOptionalField } from "@aws-sdk/client-s3";
import {
  idMismatch,
  invalidConfigurationId,
  invalidDestinationBucket,
  malformedXml,
  notImplemented,
} from "../errors.ts";
import { limits } from "../limits.ts";

/**
 * `id` is the URL's. Throws IdMismatch, MalformedXML, InvalidConfigurationId and InvalidS3DestinationBucket, and NotImplemented for what no report has here.
 * Sources: "PutBucketInventoryConfiguration", recorded answers.
 */
export function checkInventory(id: string, configuration: InventoryConfiguration): void {
  const { Id, Destination, IncludedObjectVersions, OptionalFields, Schedule } = configuration;
  if (id !== Id) throw idMismatch();
  if (id.length > limits.configurationIdCharacters || !/^[\w.-]+$/.test(id)) throw invalidConfigurationId();
  const { Bucket: bucket = "", Format: format = "", Encryption } = Destination?.S3BucketDestination ?? {};
  if (!formats.has(format)) throw malformedXml();
  if (!frequencies.has(Schedule?.Frequency ?? "")) throw malformedXml();
  if (IncludedObjectVersions !== "All" && IncludedObjectVersions !== "Current") throw malformedXml();
  if (OptionalFields?.some((field) => !inventoryFields.has(field))) throw malformedXml();
  if (!/^arn:aws[a-z-]*:s3:::[^/]+$/.test(bucket)) throw invalidDestinationBucket();
  if (format !== "CSV") throw notImplemented(`inventories in the format ${format}`);
  if (Encryption?.SSEKMS) throw notImplemented("inventories encrypted with a KMS key");
  const unknown = OptionalFields?.find((field) => unbuilt.has(field));
  if (unknown !== undefined) throw notImplemented(`the inventory field ${unknown}`);
}

const formats: ReadonlySet<string> = new Set(["CSV", "ORC", "Parquet"]);
const frequencies: ReadonlySet<string> = new Set(["Daily", "Weekly"]);
const unbuilt: ReadonlySet<string> = new Set(["ObjectAccessControlList", "ObjectOwner", "LifecycleExpirationDate"]);

/** In the order in which a report has them. */
export const inventoryFields: ReadonlySet<InventoryOptionalField> = new Set([
  "Size",
  "LastModifiedDate",
  "ETag",
  "StorageClass",
  "IsMultipartUploaded",
  "ReplicationStatus",
  "EncryptionStatus",
  "ObjectLockRetainUntilDate",
  "ObjectLockMode",
  "ObjectLockLegalHoldStatus",
  "IntelligentTieringAccessTier",
  "BucketKeyStatus",
  "ChecksumAlgorithm",
  "ObjectAccessControlList",
  "ObjectOwner",
  "LifecycleExpirationDate",
] as const);
