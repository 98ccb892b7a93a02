import { notSupported } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** There are none to be had; to disable them changes nothing. */
export const updateContributorInsights: DynamoDbOperation<"UpdateContributorInsights"> = async (input, context) => {
  const { name } = await findTable(context, input.TableName);
  if (input.ContributorInsightsAction === "ENABLE") throw notSupported("contributor insights");
  return { TableName: name, IndexName: input.IndexName, ContributorInsightsStatus: "DISABLED" };
};
