import type { ImportSummary, ImportTableDescription } from "@aws-sdk/client-dynamodb";
import { partitionOf } from "../../../platform/arn.ts";
import { tableArn } from "../tables/table.ts";
import { type Import, importArn, importLogGroup } from "./import.ts";

export function toImportDescription(made: Import): ImportTableDescription {
  const { failure } = made;
  return {
    ...toImportSummary(made),
    TableId: made.tableId,
    ClientToken: made.token,
    ErrorCount: made.errors,
    InputFormatOptions: made.csv && {
      Csv: { Delimiter: made.csv.delimiter, HeaderList: made.csv.header && [...made.csv.header] },
    },
    InputCompressionType: made.compression,
    TableCreationParameters: made.parameters,
    ProcessedSizeBytes: made.bytes,
    ProcessedItemCount: made.read,
    ImportedItemCount: made.imported,
    FailureCode: failure?.code,
    FailureMessage: failure?.message,
  };
}

export function toImportSummary(made: Import): ImportSummary {
  const { account, region } = made;
  return {
    ImportArn: importArn(made),
    ImportStatus: made.status,
    TableArn: tableArn(made, made.tableName),
    S3BucketSource: { S3BucketOwner: made.bucketOwner, S3Bucket: made.bucket, S3KeyPrefix: made.prefix },
    CloudWatchLogGroupArn: `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${importLogGroup}:*`,
    InputFormat: made.format,
    StartTime: new Date(made.startedMs),
    EndTime: made.endedMs === undefined ? undefined : new Date(made.endedMs),
  };
}
