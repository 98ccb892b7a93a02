import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { checkApiKey, patchApiKey, toApiKey } from "../usage-plans/api-key.ts";

export const updateApiKey: ApiGatewayOperation<"UpdateApiKey"> = ({ apiKey = "", patchOperations }, context) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, ofAccount, "ApiKey", apiKey);
    const changed = applyPatches(former, patchOperations, patchApiKey);
    checkApiKey(changed);
    const key = { ...changed, updatedMs: context.host.clock.nowMs() };
    await partStore.put(tx, ofAccount, "ApiKey", key);
    return { ...toApiKey(key, false), tags: key.tags ?? {} };
  });
