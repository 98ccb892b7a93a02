import { fail } from "../../../platform/aws-error.ts";
import { recoveryDays, toContinuousBackups } from "../backups/recovery.ts";
import { tableForBackupNotFound, validationException } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import type { Table } from "../tables/table.ts";

/** Has a table's changes kept, so that it can be restored to any time since, or no longer. */
export const updateContinuousBackups: DynamoDbOperation<"UpdateContinuousBackups"> = async (input, context) => {
  const { PointInTimeRecoveryEnabled: isEnabled = false, RecoveryPeriodInDays: given } =
    input.PointInTimeRecoverySpecification ?? {};
  const days = given ?? recoveryDays.most;
  if (days < recoveryDays.least || days > recoveryDays.most)
    throw validationException("RecoveryPeriodInDays must be between 1 and 35");
  const name = checkTableName(input.TableName, context);
  const nowMs = context.host.clock.nowMs();
  const changed = await context.state.tables.change(name, async (table) => {
    const recovery = isEnabled ? { sinceMs: table.recovery?.sinceMs ?? nowMs, days } : undefined;
    const to: Table = { ...table, recovery };
    return { to, gives: to };
  });
  const { gives: table } = changed ?? fail(tableForBackupNotFound(name.name));
  return { ContinuousBackupsDescription: toContinuousBackups(table, nowMs) };
};
