import { fail } from "../../../platform/aws-error.ts";
import { type Backup, backupsKey } from "../backups/backup.ts";
import { backupStore } from "../backups/backup-store.ts";
import { toBeginCopy, toCopiedParts } from "../backups/copy.ts";
import { toDetails } from "../backups/to-backup.ts";
import { tableForBackupNotFound } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { toRecord } from "../tables/known-table.ts";

/** Keeps a table as it is: its items are copied in the background, and until then the backup is CREATING. */
export const createBackup: DynamoDbOperation<"CreateBackup"> = async (input, context) => {
  const name = checkTableName(input.TableName, context);
  const { host, state, account, region } = context;
  const found = await state.tables.find(name);
  const table =
    found?.status === "ACTIVE" || found?.status === "UPDATING" ? found : fail(tableForBackupNotFound(name.name));
  const nowMs = host.clock.nowMs();
  const backup: Backup = {
    account,
    region,
    id: `${String(nowMs).padStart(14, "0")}-${host.random.text(8, "0123456789abcdef")}`,
    name: input.BackupName ?? "",
    createdMs: nowMs,
    status: "CREATING",
    table: toRecord(table),
    items: 0,
    bytes: 0,
    copied: [],
  };
  const effectId = host.random.uuid();
  await host.storage.partition(backupsKey(context)).write(async (tx) => {
    await backupStore.put(tx, backup);
    const copy = {
      from: { table: table.id, name: table.name },
      to: { backup: backup.id },
      partitions: toCopiedParts(table.layout),
    };
    await tx.emit(toBeginCopy({ account, region, ...copy }, effectId));
  });
  return { BackupDetails: toDetails(backup) };
};
