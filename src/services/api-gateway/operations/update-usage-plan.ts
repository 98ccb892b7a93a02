import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { checkUsagePlan } from "../usage-plans/check-usage-plan.ts";
import { patchUsagePlan } from "../usage-plans/patch-usage-plan.ts";

export const updateUsagePlan: ApiGatewayOperation<"UpdateUsagePlan"> = (
  { usagePlanId = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    const plan = applyPatches(former, patchOperations, patchUsagePlan);
    await checkUsagePlan(tx, plan);
    await partStore.put(tx, ofAccount, "UsagePlan", plan);
    return plan;
  });
