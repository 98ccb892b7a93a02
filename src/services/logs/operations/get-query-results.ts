import { fail } from "../../../platform/aws-error.ts";
import { fromOffsetToken } from "../../page-token.ts";
import { invalidToken, queryNotFound } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";

/** What a query has found. While it runs that may be nothing yet; its statistics tell how far it is. */
export const getQueryResults: LogsOperation<"GetQueryResults"> = async (input, context) => {
  const from = fromOffsetToken(input.nextToken, invalidToken);
  const question = { place: context, id: input.queryId, from, rows: input.maxItems };
  return (await context.state.queryAnswers.results(question)) ?? fail(queryNotFound());
};
