import { qualifierNotAllowed } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** The function shares the account's concurrency again. */
export const deleteFunctionConcurrency: LambdaOperation<"DeleteFunctionConcurrency"> = async (
  { FunctionName },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context);
  if (reference.qualifier !== undefined) throw qualifierNotAllowed();
  const { state } = context;
  await state.functions.update(reference, async (family) => ({ ...family, reservedConcurrency: undefined }));
  await state.concurrency.refresh(reference);
  return {};
};
