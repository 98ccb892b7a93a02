import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** One that is not there is as good as deleted. */
export const deleteFunctionCodeSigningConfig: LambdaOperation<"DeleteFunctionCodeSigningConfig"> = async (
  { FunctionName },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context);
  await context.state.functions.update(reference, async (stored) => ({ ...stored, codeSigning: undefined }));
  return {};
};
