import { fail } from "../../../platform/aws-error.ts";
import { recoveryWindow } from "../backups/recovery.ts";
import { restoreTable } from "../backups/restore-table.ts";
import { invalidRestoreTime, recoveryUnavailable, tableForBackupNotFound, validationException } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { toDescription } from "../tables/to-description.ts";

/** A new table with what another had at a time. */
export const restoreTableToPointInTime: DynamoDbOperation<"RestoreTableToPointInTime"> = async (input, context) => {
  const { SourceTableArn, SourceTableName, UseLatestRestorableTime: isLatest, RestoreDateTime: at } = input;
  if ((SourceTableArn === undefined) === (SourceTableName === undefined))
    throw validationException("One of SourceTableName or SourceTableArn must be specified");
  if ((isLatest === true) === (at !== undefined))
    throw validationException("One of RestoreDateTime or UseLatestRestorableTime must be specified");
  const name = checkTableName(SourceTableArn ?? SourceTableName, context);
  const source = (await context.state.tables.find(name)) ?? fail(tableForBackupNotFound(name.name));
  const nowMs = context.host.clock.nowMs();
  const window = recoveryWindow(source, nowMs) ?? fail(recoveryUnavailable(name.name));
  const asOfMs = at ? at.getTime() : nowMs;
  if (asOfMs < window.earliestMs || asOfMs > nowMs) throw invalidRestoreTime();
  const table = await restoreTable(
    context,
    source,
    { target: input.TargetTableName, overrides: input },
    {
      copy: { from: { table: source.id, name: source.name }, asOfMs },
      restore: { fromTable: source.arn, fromBackup: undefined, atMs: asOfMs },
    },
  );
  return { TableDescription: toDescription(table) };
};
