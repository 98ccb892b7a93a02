import type { AwsError } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { limitExceeded, tableExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext } from "../operation.ts";
import { type Table, tablesKey } from "./table.ts";
import { tableStore } from "./table-store.ts";

/** Stores a new table, and in the same commit what makes it ready. Throws ResourceInUseException, or what `exists` makes, for a name that is taken. */
export async function addTable(
  { host: { storage } }: Pick<DynamoDbContext, "host">,
  table: Table,
  also: (tx: WriteTransaction) => Promise<void>,
  exists: (name: string) => AwsError = tableExists,
): Promise<void> {
  await storage.partition(tablesKey(table)).write(async (tx) => {
    if (await tableStore.find(tx, table, table.name)) throw exists(table.name);
    if ((await tableStore.count(tx)) >= limits.tables)
      throw limitExceeded(
        `Subscriber limit exceeded: The number of tables in this account exceeds the limit of ${limits.tables}`,
      );
    await tableStore.put(tx, table);
    await also(tx);
  });
}
