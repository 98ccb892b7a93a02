import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const getFunctionRecursionConfig: LambdaOperation<"GetFunctionRecursionConfig"> = async (
  { FunctionName },
  context,
) => {
  const { family } = await context.state.functions.require(parseFunctionName(FunctionName, context));
  return { RecursiveLoop: family.recursiveLoop };
};
