import { fail } from "../../../platform/aws-error.ts";
import { backupNotFound } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { type Backup, backupsKey, fromBackupArn } from "./backup.ts";
import { backupStore } from "./backup-store.ts";

/** Throws BackupNotFoundException. */
export async function findBackup({ account, region, host }: DynamoDbContext, arn = ""): Promise<Backup> {
  const at = { account, region };
  const id = fromBackupArn(arn) ?? fail(backupNotFound(arn));
  const found = await host.storage.partition(backupsKey(at)).read((tx) => backupStore.find(tx, at, id));
  return found ?? fail(backupNotFound(arn));
}
