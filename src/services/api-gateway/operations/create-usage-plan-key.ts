import { conflict, invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createUsagePlanKey: ApiGatewayOperation<"CreateUsagePlanKey"> = (
  { usagePlanId = "", keyId = "", keyType },
  context,
) =>
  write(context, async (tx) => {
    if (keyType !== "API_KEY") throw invalid("Usage Plan Key type must be API_KEY");
    await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    const key = await requirePart(tx, ofAccount, "ApiKey", keyId);
    if (await partStore.find(tx, usagePlanId, "UsagePlanKey", keyId))
      throw conflict("Usage Plan Key already exists in the usage plan");
    const planKey = { id: keyId, type: keyType, value: key.value, name: key.name };
    await partStore.put(tx, usagePlanId, "UsagePlanKey", planKey);
    return planKey;
  });
