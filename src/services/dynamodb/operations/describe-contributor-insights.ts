import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** No table has any: UpdateContributorInsights refuses them. */
export const describeContributorInsights: DynamoDbOperation<"DescribeContributorInsights"> = async (input, context) => {
  const { name } = await findTable(context, input.TableName);
  return { TableName: name, IndexName: input.IndexName, ContributorInsightsStatus: "DISABLED" };
};
