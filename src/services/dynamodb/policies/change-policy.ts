import { fail } from "../../../platform/aws-error.ts";
import { notSupported, policyNotFound, revisionDiffers, tableNotFound } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";
import { type Policy, tableArn } from "../tables/table.ts";
import type { TableName } from "../tables/table-directory.ts";

/** The table whose policy is meant, by its ARN. A stream's own is not built. */
export function toGuarded(context: DynamoDbContext, arn = ""): TableName {
  if (/:table\/[^/]+\/stream\//.test(arn)) throw notSupported("resource policies of streams");
  return checkTableName(arn, context);
}

/** Gives the table a policy, or takes it away, if it has the revision that the caller expects. Gives the former one. */
export async function changePolicy(
  { state }: DynamoDbContext,
  name: TableName,
  expected: string | undefined,
  policy: Policy | undefined,
): Promise<Policy | undefined> {
  const changed = await state.tables.change(name, async (table) => {
    const former = table.policy;
    if (expected !== undefined && expected !== (former?.revision ?? "NO_POLICY"))
      throw former
        ? revisionDiffers(table.name, expected, former.revision)
        : policyNotFound(tableArn(table, table.name));
    return { to: { ...table, policy }, gives: former };
  });
  return (changed ?? fail(tableNotFound(name.name))).gives;
}
