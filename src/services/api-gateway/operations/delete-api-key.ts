import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteApiKey: ApiGatewayOperation<"DeleteApiKey"> = ({ apiKey = "" }, context) =>
  write(context, async (tx) => {
    await requirePart(tx, ofAccount, "ApiKey", apiKey);
    await partStore.remove(tx, ofAccount, "ApiKey", apiKey);
    for (const { id } of await partStore.list(tx, ofAccount, "UsagePlan"))
      await partStore.remove(tx, id, "UsagePlanKey", apiKey);
    return {};
  });
