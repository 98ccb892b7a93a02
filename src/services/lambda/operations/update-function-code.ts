import { isNamed } from "../../../platform/aws-error.ts";
import { readCode } from "../code/read-code.ts";
import { notSupported, preconditionFailed } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { updateFunction } from "../functions/update-function.ts";
import type { LambdaOperation } from "../model.ts";

/** Replaces the code. Environments of the former code finish what they have; `DryRun` only checks. */
export const updateFunctionCode: LambdaOperation<"UpdateFunctionCode"> = async (input, context) => {
  if (input.Publish) throw notSupported("publishing versions");
  const { state } = context;
  const reference = parseFunctionName(input.FunctionName, context);
  const existing = await state.functions.require(reference);
  if (input.RevisionId && input.RevisionId !== existing.revisionId) throw preconditionFailed();
  const { zip, direct } = await readCode(input, context);
  const code = await state.code.add(zip, { direct });
  if (input.DryRun) {
    await state.code.remove(code);
    return toConfiguration({ ...existing, code });
  }
  const architecture = input.Architectures?.[0] ?? existing.configuration.architecture;
  try {
    const record = await updateFunction(context, reference, input.RevisionId, (stored) => ({
      code,
      configuration: { ...stored.configuration, architecture },
    }));
    await state.code.remove(existing.code);
    return toConfiguration(record);
  } catch (error) {
    if (isNamed(error, "ResourceConflictException")) await state.code.remove(code);
    throw error;
  }
};
