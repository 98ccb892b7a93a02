import { toProvisioned } from "../concurrency/to-provisioned.ts";
import { qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

export const listProvisionedConcurrencyConfigs: LambdaOperation<"ListProvisionedConcurrencyConfigs"> = async (
  input,
  context,
) => {
  const { state } = context;
  const { family } = await state.functions.require(parseFunctionName(input.FunctionName, context));
  const { items, nextMarker } = pageOf(
    Object.entries(family.provisioned),
    input,
    limits.functionsPage,
    ([name]) => name,
  );
  return {
    ProvisionedConcurrencyConfigs: await Promise.all(
      items.map(async ([qualifier, config]) => ({
        FunctionArn: qualifiedArn(family.latest, qualifier),
        ...toProvisioned(config, await state.provisioning.statusOf(family.latest, qualifier, config.requested)),
      })),
    ),
    NextMarker: nextMarker,
  };
};
