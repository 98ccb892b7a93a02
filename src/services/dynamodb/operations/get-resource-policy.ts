import { fail } from "../../../platform/aws-error.ts";
import { policyNotFound, tableNotFound } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { toGuarded } from "../policies/change-policy.ts";

/** Who else may use a table. */
export const getResourcePolicy: DynamoDbOperation<"GetResourcePolicy"> = async ({ ResourceArn }, context) => {
  const name = toGuarded(context, ResourceArn);
  const table = (await context.state.tables.find(name)) ?? fail(tableNotFound(name.name));
  const { document, revision } = table.policy ?? fail(policyNotFound(table.arn));
  return { Policy: document, RevisionId: revision };
};
