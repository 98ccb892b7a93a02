import { invalidParameter } from "../errors.ts";
import { functionArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../model.ts";

/** The function, its policy, tags, code and waiting events. Its log stays, as on AWS. */
export const deleteFunction: LambdaOperation<"DeleteFunction"> = async ({ FunctionName, Qualifier }, context) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  if (reference.qualifier === "$LATEST") {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  const { state } = context;
  const record = await state.functions.remove(reference);
  await state.fleets.remove(functionArn(record));
  await state.events.remove(record);
  await state.code.remove(record.code);
  return { StatusCode: 204 };
};
