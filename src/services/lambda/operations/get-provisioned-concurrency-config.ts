import { ownValue } from "../../../platform/own-value.ts";
import { requireProvisionable } from "../concurrency/require-provisionable.ts";
import { toProvisioned } from "../concurrency/to-provisioned.ts";
import { invalidParameter, provisionedConfigMissing } from "../errors.ts";
import { latestVersion } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

export const getProvisionedConcurrencyConfig: LambdaOperation<"GetProvisionedConcurrencyConfig"> = async (
  { FunctionName, Qualifier },
  context,
) => {
  if (Qualifier === latestVersion) {
    throw invalidParameter("The function resource provided must be an alias or a published version.");
  }
  const { state } = context;
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const { family } = await requireProvisionable(state, reference, Qualifier);
  const config = ownValue(family.provisioned, Qualifier);
  if (!config) throw provisionedConfigMissing();
  return toProvisioned(config, await state.provisioning.statusOf(family.latest, Qualifier, config.requested));
};
