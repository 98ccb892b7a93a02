import { limitExceeded, tableExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { toActivation } from "../tables/activation.ts";
import { toNewTable } from "../tables/new-table.ts";
import { type Table, tablesKey } from "../tables/table.ts";
import { tableStore } from "../tables/table-store.ts";
import { toDescription } from "../tables/to-description.ts";

/** Makes a table. It is CREATING first, and until it is ACTIVE takes no items. */
export const createTable: DynamoDbOperation<"CreateTable"> = async (input, context) => {
  const table = await toNewTable(input, context);
  await addTable(context, table);
  return { TableDescription: toDescription(table) };
};

async function addTable({ host: { storage, clock } }: DynamoDbContext, table: Table): Promise<void> {
  await storage.partition(tablesKey(table)).write(async (tx) => {
    if (await tableStore.find(tx, table, table.name)) throw tableExists(table.name);
    if ((await tableStore.count(tx)) >= limits.tables)
      throw limitExceeded(
        `Subscriber limit exceeded: The number of tables in this account exceeds the limit of ${limits.tables}`,
      );
    await tableStore.put(tx, table);
    await tx.setTimer(toActivation(table, clock.nowMs()));
  });
}
