import type { UsageType } from "../../usage/price-list.ts";
import type { StoredObject } from "../objects/stored-object.ts";

/** What a storage class is called on the bill, and in the metric BucketSizeBytes. Sources: "Amazon S3 usage types", "Metrics and dimensions". */
export const storageNames: Readonly<
  Partial<Record<StoredObject["storageClass"], { readonly usageType: UsageType; readonly storageType: string }>>
> = {
  STANDARD: { usageType: "TimedStorage-ByteHrs", storageType: "StandardStorage" },
  REDUCED_REDUNDANCY: { usageType: "TimedStorage-RRS-ByteHrs", storageType: "ReducedRedundancyStorage" },
  STANDARD_IA: { usageType: "TimedStorage-SIA-ByteHrs", storageType: "StandardIAStorage" },
  ONEZONE_IA: { usageType: "TimedStorage-ZIA-ByteHrs", storageType: "OneZoneIAStorage" },
  INTELLIGENT_TIERING: { usageType: "TimedStorage-INT-FA-ByteHrs", storageType: "IntelligentTieringFAStorage" },
  GLACIER_IR: { usageType: "TimedStorage-GIR-ByteHrs", storageType: "GlacierInstantRetrievalStorage" },
  GLACIER: { usageType: "TimedStorage-GlacierByteHrs", storageType: "GlacierStorage" },
  DEEP_ARCHIVE: { usageType: "TimedStorage-GDA-ByteHrs", storageType: "DeepArchiveStorage" },
};
