import { findVersion } from "../functions/find-version.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

export const getFunctionConfiguration: LambdaOperation<"GetFunctionConfiguration"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const known = await context.state.functions.require(reference);
  return toConfiguration(findVersion(known, reference.qualifier), reference.qualifier);
};
