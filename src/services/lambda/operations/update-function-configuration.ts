import { checkRole } from "../functions/check-role.ts";
import { changeConfiguration } from "../functions/configuration.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { updateFunction } from "../functions/update-function.ts";
import type { LambdaOperation } from "../model.ts";

export const updateFunctionConfiguration: LambdaOperation<"UpdateFunctionConfiguration"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const existing = await context.state.functions.require(reference);
  const proposed = changeConfiguration(existing.configuration, input);
  if (input.Role) await checkRole(context, reference.name, proposed);
  const record = await updateFunction(context, reference, input.RevisionId, (stored) => ({
    configuration: changeConfiguration(stored.configuration, input),
  }));
  return toConfiguration(record);
};
