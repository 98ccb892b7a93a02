import { fail } from "../../../platform/aws-error.ts";
import { queryNotFound } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";

/** Not a success for a query that has ended already. */
export const stopQuery: LogsOperation<"StopQuery"> = async ({ queryId }, context) => {
  const query = context.state.queries.find(context, queryId) ?? fail(queryNotFound());
  return { success: context.state.queries.cancel(query) };
};
