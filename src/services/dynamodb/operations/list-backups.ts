import { backupArn, backupsKey, fromBackupArn } from "../backups/backup.ts";
import { backupStore } from "../backups/backup-store.ts";
import { toSummary } from "../backups/to-backup.ts";
import { limits } from "../limits.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";

/** The account's backups in the region, or a table's, in the order of time. */
export const listBackups: DynamoDbOperation<"ListBackups"> = async (input, context) => {
  const { Limit: limit = limits.backupsPerPage, BackupType: type = "USER" } = input;
  const table = input.TableName === undefined ? undefined : checkTableName(input.TableName, context).name;
  const after = fromBackupArn(input.ExclusiveStartBackupArn ?? "") ?? "";
  if (type !== "USER" && type !== "ALL") return { BackupSummaries: [] };
  const found = await context.host.storage
    .partition(backupsKey(context))
    .read((tx) => backupStore.list(tx, context, { table, after, limit: limit + 1 }));
  const page = found.slice(0, limit);
  const [lowerMs, upperMs] = [input.TimeRangeLowerBound?.getTime(), input.TimeRangeUpperBound?.getTime()];
  const isWithin = (createdMs: number) =>
    (lowerMs === undefined || createdMs >= lowerMs) && (upperMs === undefined || createdMs < upperMs);
  const last = page.at(-1);
  return {
    BackupSummaries: page.filter(({ createdMs }) => isWithin(createdMs)).map(toSummary),
    LastEvaluatedBackupArn: found.length > limit && last ? backupArn(last) : undefined,
  };
};
