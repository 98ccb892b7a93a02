import { fail } from "../../../platform/aws-error.ts";
import { tableIsBeingCreated, tableIsBeingDeleted, tableIsBeingUpdated, tableNotFound } from "../errors.ts";
import { toFillIndex } from "../indexes/fill.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { toActivation } from "../tables/activation.ts";
import { changedTable, checkUpdate } from "../tables/changed-table.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { readSizes } from "../tables/read-sizes.ts";
import type { Table, Throughput } from "../tables/table.ts";
import { toDescription } from "../tables/to-description.ts";
import { toEncryption } from "../tables/to-encryption.ts";

/** Changes a table's settings and global indexes. It is UPDATING first; a new index is then filled from the items that are there. */
export const updateTable: DynamoDbOperation<"UpdateTable"> = async (input, context) => {
  const name = checkTableName(input.TableName, context);
  checkUpdate(input);
  const { host, state } = context;
  const encryption = await toEncryption(input.SSESpecification, context);
  const effectId = host.random.uuid();
  const changed = await state.tables.change(name, async (table, tx) => {
    checkChangeable(table);
    const { to, created } = changedTable(table, input, { encryption, host });
    await tx.setTimer(toActivation(table, host.clock.nowMs()));
    if (created) await tx.emit(toFillIndex(to, created.id, effectId));
    return { to, gives: { ...to, throughput: to.throughput && { ...to.throughput, ...unitsOf(table) } } };
  });
  const { gives: table } = changed ?? fail(tableNotFound(name.name));
  return { TableDescription: toDescription(table, await readSizes(host, table)) };
};

/** While it is UPDATING it has the units that it had. */
function unitsOf({ throughput }: Table): Throughput | undefined {
  if (!throughput) return undefined;
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput;
  return { ReadCapacityUnits, WriteCapacityUnits };
}

function checkChangeable({ name, status }: Table): void {
  if (status === "CREATING") throw tableIsBeingCreated(name);
  if (status === "DELETING") throw tableIsBeingDeleted(name);
  if (status === "UPDATING") throw tableIsBeingUpdated(name);
}
