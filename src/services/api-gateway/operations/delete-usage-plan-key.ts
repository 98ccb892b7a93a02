import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteUsagePlanKey: ApiGatewayOperation<"DeleteUsagePlanKey"> = (
  { usagePlanId = "", keyId = "" },
  context,
) =>
  write(context, async (tx) => {
    await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    await requirePart(tx, usagePlanId, "UsagePlanKey", keyId);
    await partStore.remove(tx, usagePlanId, "UsagePlanKey", keyId);
    return {};
  });
