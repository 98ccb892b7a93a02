import { parseArn } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import { accessDenied, taggedNotFound, validationException } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { validationErrors } from "../tables/check-table-name.ts";
import type { Table } from "../tables/table.ts";
import type { TableName } from "../tables/table-directory.ts";

/** The table whose tags are read or changed, by its ARN. What is no ARN at all is nobody's to touch. Throws AWS's errors. */
export function toTagged(
  { principal }: DynamoDbContext,
  operation: string,
  resource: string | undefined,
  needed: Readonly<Record<string, unknown>> = {},
): TableName {
  if (resource === undefined) throw validationException("Invalid TableArn");
  if (!/^[^:]+(?::[^:]+){4}:.+\/.+$/.test(resource)) throw accessDenied(principal.arn, operation, resource);
  for (const member of Object.keys(needed))
    if (needed[member] === undefined)
      throw validationErrors([`Value null at '${member}' failed to satisfy constraint: Member must not be null`]);
  const arn = parseArn(resource);
  const [kind, name = "", ...rest] = arn?.resource.split("/") ?? [];
  if (arn?.service !== "dynamodb" || kind !== "table" || name.length < 3 || rest.length > 0)
    throw validationException(`Invalid TableArn: Invalid ResourceArn provided as input ${resource}`);
  return { account: arn.account, region: arn.region, name };
}

/** Changes the tags of the table. */
export async function changeTags(
  { state }: DynamoDbContext,
  name: TableName,
  resource: string,
  change: (tags: Table["tags"]) => Table["tags"],
): Promise<void> {
  const changed = await state.tables.change(name, async (table) => ({
    to: { ...table, tags: change(table.tags) },
    gives: undefined,
  }));
  if (!changed) fail(taggedNotFound(resource));
}
