import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { checkUsagePlan, findWebSocketStages } from "../usage-plans/check-usage-plan.ts";
import { patchUsagePlan } from "../usage-plans/patch-usage-plan.ts";

export const updateUsagePlan: ApiGatewayOperation<"UpdateUsagePlan"> = async (
  { usagePlanId = "", patchOperations = [] },
  context,
) => {
  const added = patchOperations.filter(({ op, path }) => op === "add" && path === "/apiStages");
  const stages = added.map(({ value = "" }) => ({
    apiId: value.split(":")[0] ?? "",
    stage: value.split(":")[1] ?? "",
  }));
  const found = await findWebSocketStages(context, stages);
  return write(context, async (tx) => {
    const former = await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    // What it has already was found when it was added.
    const elsewhere = new Set([...found, ...(former.apiStages ?? []).map(({ apiId, stage }) => `${apiId}:${stage}`)]);
    const plan = applyPatches(former, patchOperations, patchUsagePlan);
    await checkUsagePlan(tx, plan, elsewhere);
    await partStore.put(tx, ofAccount, "UsagePlan", plan);
    return plan;
  });
};
