import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** No table has any: UpdateContributorInsights refuses them. */
export const listContributorInsights: DynamoDbOperation<"ListContributorInsights"> = async ({ TableName }, context) => {
  if (TableName !== undefined) await findTable(context, TableName);
  return { ContributorInsightsSummaries: [] };
};
