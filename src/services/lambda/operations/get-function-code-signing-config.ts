import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** Of a function without one AWS answers nothing at all. Infrastructure tools ask for it of every function. */
export const getFunctionCodeSigningConfig: LambdaOperation<"GetFunctionCodeSigningConfig"> = async (
  { FunctionName },
  context,
) => {
  const { family } = await context.state.functions.require(parseFunctionName(FunctionName, context));
  const { codeSigning } = family;
  return { CodeSigningConfigArn: codeSigning, FunctionName: codeSigning && family.latest.name };
};
