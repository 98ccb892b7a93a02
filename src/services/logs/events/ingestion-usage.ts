import type { Place } from "../../service.ts";
import type { UsageRecord } from "../../usage/usage.ts";
import { groupArn, type LogGroup } from "../groups/log-group.ts";
import type { Chunk } from "./chunk-store.ts";

/** What a batch counts for on the bill: gigabytes taken in. */
export function toUsage(group: LogGroup, { storedBytes, ingestedMs }: Chunk, at: Place): UsageRecord {
  return {
    service: "AmazonCloudWatch",
    usageType: group.class === "INFREQUENT_ACCESS" ? "DataProcessingIA-Bytes" : "DataProcessing-Bytes",
    operation: "PutLogEvents",
    region: at.region,
    resource: groupArn(at, group.name),
    tags: group.tags,
    atMs: ingestedMs,
    quantity: storedBytes / 2 ** 30,
  };
}
