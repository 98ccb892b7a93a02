import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../model.ts";

export const getFunctionConfiguration: LambdaOperation<"GetFunctionConfiguration"> = async (
  { FunctionName, Qualifier },
  context,
) => toConfiguration(await context.state.functions.require(parseFunctionName(FunctionName, context, Qualifier)));
