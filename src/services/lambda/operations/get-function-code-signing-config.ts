import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../model.ts";

/** No function has one: setting one is refused. Infrastructure tools ask for it of every function. */
export const getFunctionCodeSigningConfig: LambdaOperation<"GetFunctionCodeSigningConfig"> = async (
  { FunctionName },
  context,
) => {
  const { family } = await context.state.functions.require(parseFunctionName(FunctionName, context));
  return { CodeSigningConfigArn: undefined, FunctionName: family.latest.name };
};
