import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";

export const getUsagePlanKey: ApiGatewayOperation<"GetUsagePlanKey"> = ({ usagePlanId = "", keyId = "" }, context) =>
  read(context, async (tx) => {
    await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    return requirePart(tx, usagePlanId, "UsagePlanKey", keyId);
  });
