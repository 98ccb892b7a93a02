import type { ExportDescription, ExportSummary } from "@aws-sdk/client-dynamodb";
import { tableArn } from "../tables/table.ts";
import { type Export, exportArn, exportFolder } from "./export.ts";

export function toExportDescription(made: Export): ExportDescription {
  const { table, status, failure } = made;
  const isDone = status === "COMPLETED";
  return {
    ExportArn: exportArn(made),
    ExportStatus: status,
    StartTime: new Date(made.startedMs),
    EndTime: made.endedMs === undefined ? undefined : new Date(made.endedMs),
    ExportManifest: isDone ? `${exportFolder(made)}/manifest-summary.json` : undefined,
    TableArn: tableArn(table, table.name),
    TableId: table.id,
    ExportTime: new Date(made.asOfMs),
    ClientToken: made.token,
    S3Bucket: made.bucket,
    S3BucketOwner: made.bucketOwner,
    S3Prefix: made.prefix,
    S3SseAlgorithm: made.encryption.algorithm,
    S3SseKmsKeyId: made.encryption.key,
    FailureCode: failure?.code,
    FailureMessage: failure?.message,
    ExportFormat: "DYNAMODB_JSON",
    BilledSizeBytes: isDone ? made.bytes : undefined,
    ItemCount: isDone ? made.items : undefined,
    ExportType: "FULL_EXPORT",
  };
}

export function toExportSummary(made: Export): ExportSummary {
  return { ExportArn: exportArn(made), ExportStatus: made.status, ExportType: "FULL_EXPORT" };
}
