import { backupPartitionKey, backupsKey } from "../backups/backup.ts";
import { backupStore } from "../backups/backup-store.ts";
import { findBackup } from "../backups/find-backup.ts";
import { toBackupDescription } from "../backups/to-backup.ts";
import { backupInUse } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { partsOf } from "../partitions/layout.ts";
import { toDropPartition } from "../tables/drop-partition.ts";

/** With the items that it holds. */
export const deleteBackup: DynamoDbOperation<"DeleteBackup"> = async ({ BackupArn }, context) => {
  const { host } = context;
  const backup = await findBackup(context, BackupArn);
  if (backup.status === "CREATING") throw backupInUse(backup.name);
  const effects = partsOf(backup.table).map(({ number }) =>
    toDropPartition(backupPartitionKey(context, backup.id, number), host.random.uuid()),
  );
  await host.storage.partition(backupsKey(context)).write(async (tx) => {
    await backupStore.remove(tx, backup.id);
    for (const effect of effects) await tx.emit(effect);
  });
  return { BackupDescription: toBackupDescription({ ...backup, status: "DELETED" }) };
};
