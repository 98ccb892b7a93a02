import { findBackup } from "../backups/find-backup.ts";
import { toBackupDescription } from "../backups/to-backup.ts";
import type { DynamoDbOperation } from "../operation.ts";

/** What a backup holds. */
export const describeBackup: DynamoDbOperation<"DescribeBackup"> = async ({ BackupArn }, context) => ({
  BackupDescription: toBackupDescription(await findBackup(context, BackupArn)),
});
