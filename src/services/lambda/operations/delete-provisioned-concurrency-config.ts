import { requireProvisionable } from "../concurrency/require-provisionable.ts";
import { invalidParameter } from "../errors.ts";
import { latestVersion } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** One that is not there is as good as deleted. */
export const deleteProvisionedConcurrencyConfig: LambdaOperation<"DeleteProvisionedConcurrencyConfig"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  if (Qualifier === latestVersion) {
    throw invalidParameter("The function resource provided must be an alias or a published version.");
  }
  const { state } = context;
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  await requireProvisionable(state, reference, Qualifier);
  const known = await state.functions.update(reference, async (family) => {
    const { [Qualifier]: _gone, ...provisioned } = family.provisioned;
    return { ...family, provisioned };
  });
  await state.provisioning.align(known.family.latest, Qualifier);
  await state.concurrency.refresh(reference);
  return {};
};
