import { fail } from "../../../platform/aws-error.ts";
import { resourceNotFound, tableNotFound } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { checkTableName } from "./check-table-name.ts";
import type { KnownTable } from "./known-table.ts";

/** The table that is to be described or changed. Throws ResourceNotFoundException, which names it. */
export async function findTable(context: DynamoDbContext, given: string | undefined): Promise<KnownTable> {
  const name = checkTableName(given, context);
  return (await context.state.tables.find(name)) ?? fail(tableNotFound(name.name));
}

/** The table whose items are read or written: while it is made or deleted it is not there. */
export function findActiveTable(context: DynamoDbContext, given: string | undefined): KnownTable | Promise<KnownTable> {
  const name = checkTableName(given, context);
  const { tables } = context.state;
  const known = tables.peek(name);
  return known ? checkActive(known) : tables.find(name).then(checkActive);
}

function checkActive(table: KnownTable | undefined): KnownTable {
  if (!table || table.status === "CREATING" || table.status === "DELETING") throw resourceNotFound();
  return table;
}
