import type { BackupDescription, BackupDetails, BackupSummary } from "@aws-sdk/client-dynamodb";
import { tableArn } from "../tables/table.ts";
import { type Backup, backupArn } from "./backup.ts";

export function toDetails(backup: Backup): BackupDetails {
  return {
    BackupArn: backupArn(backup),
    BackupName: backup.name,
    BackupSizeBytes: backup.bytes,
    BackupStatus: backup.status,
    BackupType: "USER",
    BackupCreationDateTime: new Date(backup.createdMs),
  };
}

export function toSummary(backup: Backup): BackupSummary {
  const { table } = backup;
  return { ...toDetails(backup), TableName: table.name, TableId: table.id, TableArn: tableArn(table, table.name) };
}

export function toBackupDescription(backup: Backup): BackupDescription {
  const { table } = backup;
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = table.throughput ?? {};
  return {
    BackupDetails: toDetails(backup),
    SourceTableDetails: {
      TableName: table.name,
      TableId: table.id,
      TableArn: tableArn(table, table.name),
      TableSizeBytes: backup.bytes,
      ItemCount: backup.items,
      KeySchema: table.keySchema.map((element) => ({ ...element })),
      TableCreationDateTime: new Date(table.createdMs),
      ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
      BillingMode: table.billing,
    },
    SourceTableFeatureDetails: {
      LocalSecondaryIndexes: table.localIndexes.map(toInfo),
      GlobalSecondaryIndexes: table.globalIndexes.map(toInfo),
      ...(table.stream?.isEnabled && {
        StreamDescription: { StreamEnabled: true, StreamViewType: table.stream.view },
      }),
      ...(table.timeToLive && {
        TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: table.timeToLive.attribute },
      }),
    },
  };
}

function toInfo({ name, keySchema, projection }: Backup["table"]["localIndexes"][number]) {
  const { ProjectionType, NonKeyAttributes } = projection;
  return {
    IndexName: name,
    KeySchema: keySchema.map((element) => ({ ...element })),
    Projection: { ProjectionType, NonKeyAttributes: NonKeyAttributes && [...NonKeyAttributes] },
  };
}
