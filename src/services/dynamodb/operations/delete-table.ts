import { fail } from "../../../platform/aws-error.ts";
import {
  deletionIsProtected,
  tableIsBeingCreated,
  tableIsBeingDeleted,
  tableIsBeingUpdated,
  tableNotFound,
} from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { readSizes } from "../tables/read-sizes.ts";
import { toRemoval } from "../tables/removal.ts";
import type { Table } from "../tables/table.ts";
import { toDeletedDescription } from "../tables/to-description.ts";

/** With all its items and indexes. It is DELETING first. */
export const deleteTable: DynamoDbOperation<"DeleteTable"> = async ({ TableName }, context) => {
  const name = checkTableName(TableName, context);
  const { host, state } = context;
  const changed = await state.tables.change(name, async (table, tx) => {
    checkDeletable(table);
    const to: Table = { ...table, status: "DELETING" };
    await tx.setTimer(toRemoval(table, host.clock.nowMs()));
    return { to, gives: to };
  });
  const { gives: table } = changed ?? fail(tableNotFound(name.name));
  return { TableDescription: toDeletedDescription(table, await readSizes(host, table)) };
};

function checkDeletable({ name, status, isProtected, globalIndexes }: Table): void {
  if (status === "CREATING") throw tableIsBeingCreated(name);
  if (status === "DELETING") throw tableIsBeingDeleted(name);
  if (status === "UPDATING" || globalIndexes.some(({ filled }) => filled)) throw tableIsBeingUpdated(name);
  if (isProtected) throw deletionIsProtected(name);
}
