import { defaultModels } from "../api-models/check-model.ts";
import { toRestApi } from "../apis/api.ts";
import { checkRestApi } from "../apis/check-api.ts";
import { copyParts } from "../apis/clone-api.ts";
import { claimPlace, newApi, putNewApi } from "../apis/new-api.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** Makes an API with its root and the two models that each has, or with all that another has. */
export const createRestApi: ApiGatewayOperation<"CreateRestApi"> = async ({ cloneFrom, ...given }, context) => {
  const made = newApi(context, given);
  const { api } = made;
  checkRestApi(api);
  await claimPlace(context, api.id);
  await write(context, async (tx) => {
    await putNewApi(tx, made);
    if (cloneFrom !== undefined) return copyParts(tx, context, cloneFrom, made);
    for (const model of defaultModels) await partStore.put(tx, api.id, "Model", { ...model, id: newId(context) });
  });
  return toRestApi(api);
};
