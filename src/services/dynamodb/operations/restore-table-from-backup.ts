import { backupArn } from "../backups/backup.ts";
import { findBackup } from "../backups/find-backup.ts";
import { restoreTable } from "../backups/restore-table.ts";
import { backupInUse } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { tableArn } from "../tables/table.ts";
import { toDescription } from "../tables/to-description.ts";

/** A new table with what a backup holds. */
export const restoreTableFromBackup: DynamoDbOperation<"RestoreTableFromBackup"> = async (input, context) => {
  const backup = await findBackup(context, input.BackupArn);
  if (backup.status === "CREATING") throw backupInUse(backup.name);
  const table = await restoreTable(
    context,
    backup.table,
    { target: input.TargetTableName, overrides: input },
    {
      copy: { from: { backup: backup.id } },
      restore: {
        fromTable: tableArn(backup.table, backup.table.name),
        fromBackup: backupArn(backup),
        atMs: backup.createdMs,
      },
    },
  );
  return { TableDescription: toDescription(table) };
};
