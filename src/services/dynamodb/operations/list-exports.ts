import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidNextToken } from "../errors.ts";
import { exportsKey } from "../exports/export.ts";
import { exportStore } from "../exports/export-store.ts";
import { toExportSummary } from "../exports/to-export.ts";
import { limits } from "../limits.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";

/** The account's exports in the region, or a table's, in the order of time. */
export const listExports: DynamoDbOperation<"ListExports"> = async (input, context) => {
  const { MaxResults: limit = limits.exportsPerPage } = input;
  const table = input.TableArn === undefined ? undefined : checkTableName(input.TableArn, context).name;
  const after = fromPageToken(input.NextToken, invalidNextToken) ?? "";
  const found = await context.host.storage
    .partition(exportsKey(context))
    .read((tx) => exportStore.list(tx, context, { table, after, limit: limit + 1 }));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { ExportSummaries: page.map(toExportSummary), NextToken: last && toPageToken(last.id) };
};
