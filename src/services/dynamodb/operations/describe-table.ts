import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { readSizes } from "../tables/read-sizes.ts";
import { toDescription } from "../tables/to-description.ts";

/** So long the state of a table that is about to settle is waited for, by the machine's time. */
const patienceMs = 1_000;
const pauseMs = 10;

/**
 * What a table is. One that is CREATING, UPDATING or DELETING will not be any more within a moment, while the SDKs' waiters look again after twenty seconds: so the moment
 * is waited for. What takes longer is told as it is.
 */
export const describeTable: DynamoDbOperation<"DescribeTable"> = async ({ TableName }, context) => {
  const table = await settledTable(context, TableName);
  return { Table: toDescription(table, await readSizes(context.host, table)) };
};

async function settledTable(context: DynamoDbContext, name: string | undefined): Promise<KnownTable> {
  const { clock } = context.host;
  const beganMs = clock.monotonicMs();
  for (;;) {
    const table = await findTable(context, name);
    if (isSettled(table) || clock.monotonicMs() - beganMs > patienceMs || context.signal.aborted) return table;
    await new Promise<void>((resolve) => clock.afterMachine(pauseMs, resolve));
  }
}

function isSettled({ status, globalIndexes }: KnownTable): boolean {
  return status === "ACTIVE" && globalIndexes.every((index) => index.status === "ACTIVE");
}
