import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** Whether a loop of invocations through the function is stopped (`Terminate`, the default) or let run (`Allow`). */
export const putFunctionRecursionConfig: LambdaOperation<"PutFunctionRecursionConfig"> = async (
  { FunctionName, RecursiveLoop },
  context,
) => {
  await context.state.functions.update(parseFunctionName(FunctionName, context), async (family) => ({
    ...family,
    recursiveLoop: RecursiveLoop,
  }));
  return { RecursiveLoop };
};
