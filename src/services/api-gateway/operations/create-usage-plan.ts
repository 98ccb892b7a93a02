import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import { ofAccount, type UsagePlanRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";
import { checkUsagePlan, findWebSocketStages } from "../usage-plans/check-usage-plan.ts";

export const createUsagePlan: ApiGatewayOperation<"CreateUsagePlan"> = async ({ tags, ...given }, context) => {
  const stages = (given.apiStages ?? []).map(({ apiId = "", stage = "" }) => ({ apiId, stage }));
  const elsewhere = await findWebSocketStages(context, stages);
  return write(context, async (tx) => {
    const plan: UsagePlanRecord = {
      ...given,
      id: newId(context),
      apiStages: given.apiStages ?? [],
      ...(given.quota && { quota: { offset: 0, ...given.quota } }),
      ...(tags && { tags: withTags({}, tags) }),
    };
    await checkUsagePlan(tx, plan, elsewhere);
    if ((await partStore.list(tx, ofAccount, "UsagePlan")).length >= limits.usagePlansPerRegion)
      throw limitExceeded("Maximum number of usage plans has been reached");
    await partStore.put(tx, ofAccount, "UsagePlan", plan);
    return plan;
  });
};
