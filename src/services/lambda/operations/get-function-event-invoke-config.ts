import { ownValue } from "../../../platform/own-value.ts";
import { eventInvokeConfigMissing } from "../errors.ts";
import { toEventInvokeConfig } from "../event-invoke/to-event-invoke-config.ts";
import { latestVersion, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const getFunctionEventInvokeConfig: LambdaOperation<"GetFunctionEventInvokeConfig"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const { qualifier = latestVersion } = reference;
  const known = await context.state.functions.find(reference);
  const config = ownValue(known?.family.eventInvokeConfigs, qualifier);
  if (!known || !config) throw eventInvokeConfigMissing(qualifiedArn(reference, qualifier));
  return toEventInvokeConfig(known.family, qualifier, config);
};
