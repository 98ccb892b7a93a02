import { invalidParameter } from "../errors.ts";
import { checkQualifier } from "../functions/find-version.ts";
import { functionArn, latestVersion } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { runtimeVersionArn } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

/**
 * Kept and returned. The machine's interpreter serves, so there is one runtime version, and no other can be pinned.
 * Source: "Runtime version updates".
 */
export const putRuntimeManagementConfig: LambdaOperation<"PutRuntimeManagementConfig"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { qualifier = latestVersion } = reference;
  const known = await context.state.functions.require(reference);
  checkQualifier(known, qualifier);
  const { UpdateRuntimeOn: updateOn, RuntimeVersionArn: arn } = input;
  if (updateOn === "Manual" && !arn) {
    throw invalidParameter("You must specify a Runtime Version ARN if the Runtime Update Mode is 'Manual'.");
  }
  if (updateOn !== "Manual" && arn) {
    throw invalidParameter("Runtime Version ARN can only be specified if the Runtime Update Mode is 'Manual'.");
  }
  if (arn && arn !== runtimeVersionArn(known.family.latest)) {
    throw invalidParameter(
      `Runtime version ${arn} is not available: this machine has ${runtimeVersionArn(known.family.latest)}.`,
    );
  }
  await context.state.functions.update(reference, async (family) => ({
    ...family,
    runtimeManagement: { ...family.runtimeManagement, [qualifier]: { updateOn, runtimeVersionArn: arn } },
  }));
  return { UpdateRuntimeOn: updateOn, FunctionArn: functionArn(reference), RuntimeVersionArn: arn };
};
