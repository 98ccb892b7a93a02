import { fail } from "../../../platform/aws-error.ts";
import { toContinuousBackups } from "../backups/recovery.ts";
import { tableForBackupNotFound } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";

/** Whether a table can be restored to a point in time, and to which. */
export const describeContinuousBackups: DynamoDbOperation<"DescribeContinuousBackups"> = async (input, context) => {
  const name = checkTableName(input.TableName, context);
  const table = (await context.state.tables.find(name)) ?? fail(tableForBackupNotFound(name.name));
  return { ContinuousBackupsDescription: toContinuousBackups(table, context.host.clock.nowMs()) };
};
