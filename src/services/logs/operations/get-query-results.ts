import { fail } from "../../../platform/aws-error.ts";
import { fromOffsetToken, toPageToken } from "../../page-token.ts";
import { invalidToken, queryNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";

/** What a query has found. While it runs that may be nothing yet; its statistics tell how far it is. */
export const getQueryResults: LogsOperation<"GetQueryResults"> = async (input, context) => {
  const { status, result, groups } = context.state.queries.find(context, input.queryId) ?? fail(queryNotFound());
  const from = fromOffsetToken(input.nextToken, invalidToken);
  const end = from + (input.maxItems ?? limits.insightsRows);
  const hasResult = status === "Complete";
  return {
    queryLanguage: "CWLI",
    status,
    results: hasResult ? result.page(from, end - from) : [],
    statistics: {
      recordsMatched: result.recordsMatched,
      recordsScanned: result.recordsScanned,
      bytesScanned: result.bytesScanned,
      estimatedRecordsSkipped: 0,
      estimatedBytesSkipped: 0,
      logGroupsScanned: groups.length,
      resultCount: hasResult ? result.rowCount : 0,
    },
    nextToken: hasResult && result.rowCount > end ? toPageToken(String(end)) : undefined,
  };
};
