import { eventInvokeConfigMissing } from "../errors.ts";
import { latestVersion, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const deleteFunctionEventInvokeConfig: LambdaOperation<"DeleteFunctionEventInvokeConfig"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const { qualifier = latestVersion } = reference;
  const missing = eventInvokeConfigMissing(qualifiedArn(reference, qualifier));
  await context.state.functions.change(reference, async (family) => {
    const { [qualifier]: config, ...eventInvokeConfigs } = family?.eventInvokeConfigs ?? {};
    if (!family || !config) throw missing;
    return { ...family, eventInvokeConfigs };
  });
  return {};
};
