import { ownValue } from "../../../platform/own-value.ts";
import { checkQualifier } from "../functions/find-version.ts";
import { latestVersion, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const getRuntimeManagementConfig: LambdaOperation<"GetRuntimeManagementConfig"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const known = await context.state.functions.require(reference);
  checkQualifier(known, reference.qualifier);
  const config = ownValue(known.family.runtimeManagement, reference.qualifier ?? latestVersion);
  return {
    UpdateRuntimeOn: config?.updateOn ?? "Auto",
    RuntimeVersionArn: config?.runtimeVersionArn,
    FunctionArn: qualifiedArn(reference, reference.qualifier),
  };
};
