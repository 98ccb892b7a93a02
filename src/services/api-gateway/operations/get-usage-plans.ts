import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import { ofAccount, type UsagePlanRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getUsagePlans: ApiGatewayOperation<"GetUsagePlans"> = ({ keyId, ...input }, context) =>
  read(context, async (tx) => {
    const plans: UsagePlanRecord[] = [];
    for (const plan of await partStore.list(tx, ofAccount, "UsagePlan"))
      if (keyId === undefined || (await partStore.find(tx, plan.id, "UsagePlanKey", keyId))) plans.push(plan);
    const byId = (plan: UsagePlanRecord) => plan.id;
    return toPage(input, byId, fromList(plans, byId));
  });
