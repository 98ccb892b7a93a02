import { limits } from "../limits.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { tablesKey } from "../tables/table.ts";
import { tableStore } from "../tables/table-store.ts";

/** The names of the account's tables in the region, in their order. */
export const listTables: DynamoDbOperation<"ListTables"> = async (input, context) => {
  const { ExclusiveStartTableName: after = "", Limit: limit = limits.tablesPerPage } = input;
  const names = await context.host.storage
    .partition(tablesKey(context))
    .read((tx) => tableStore.names(tx, { after, limit: limit + 1 }));
  const page = names.slice(0, limit);
  return { TableNames: page, LastEvaluatedTableName: names.length > limit ? page.at(-1) : undefined };
};
