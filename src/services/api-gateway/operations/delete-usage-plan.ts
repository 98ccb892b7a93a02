import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteUsagePlan: ApiGatewayOperation<"DeleteUsagePlan"> = ({ usagePlanId = "" }, context) =>
  write(context, async (tx) => {
    const { apiStages = [] } = await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    const [first] = apiStages;
    if (first) {
      const why = `there are API Stages associated with it, including ${first.apiId}:${first.stage}`;
      throw invalid(`Cannot delete Usage Plan ${usagePlanId} because ${why}`);
    }
    await partStore.removeAll(tx, usagePlanId);
    await partStore.remove(tx, ofAccount, "UsagePlan", usagePlanId);
    return {};
  });
