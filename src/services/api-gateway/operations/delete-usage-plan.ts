import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteUsagePlan: ApiGatewayOperation<"DeleteUsagePlan"> = ({ usagePlanId = "" }, context) =>
  write(context, async (tx) => {
    const { apiStages = [] } = await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    if (apiStages.length > 0)
      throw invalid("Cannot delete usage plan: it has API stages, which have to be removed first");
    await partStore.removeAll(tx, usagePlanId);
    await partStore.remove(tx, ofAccount, "UsagePlan", usagePlanId);
    return {};
  });
