import type { DynamoDbOperation } from "../operation.ts";
import { toActivation } from "../tables/activation.ts";
import { addTable } from "../tables/add-table.ts";
import { toNewTable } from "../tables/new-table.ts";
import { toDescription } from "../tables/to-description.ts";

/** Makes a table. It is CREATING first, and until it is ACTIVE takes no items. */
export const createTable: DynamoDbOperation<"CreateTable"> = async (input, context) => {
  const table = await toNewTable(input, context);
  await addTable(context, table, (tx) => tx.setTimer(toActivation(table, context.host.clock.nowMs())));
  return { TableDescription: toDescription(table) };
};
