import { fail } from "../../../platform/aws-error.ts";
import { queryNotFound } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";

/** Not a success for a query that has ended already. */
export const stopQuery: LogsOperation<"StopQuery"> = async ({ queryId }, context) => {
  const success = await context.state.queryAnswers.stop({ place: context, id: queryId, from: 0 });
  return { success: success ?? fail(queryNotFound()) };
};
