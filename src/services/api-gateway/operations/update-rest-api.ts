import { toRestApi } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { checkRestApi } from "../apis/check-api.ts";
import { patchRestApi } from "../apis/patch-api.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { applyPatches } from "../parts/patch.ts";

export const updateRestApi: ApiGatewayOperation<"UpdateRestApi"> = ({ restApiId = "", patchOperations }, context) =>
  writeApi(context, restApiId, async (tx, api) => {
    const changed = applyPatches(api, patchOperations, patchRestApi);
    checkRestApi(changed);
    await apiStore.put(tx, changed);
    return { ...toRestApi(changed), tags: changed.tags ?? {} };
  });
