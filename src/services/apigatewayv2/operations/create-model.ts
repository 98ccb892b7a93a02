import { idAlphabet } from "../apis/api.ts";
import { modelExists, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkModel } from "../models/check-model.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { idCharacters, type ModelRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { requireWebSocket } from "../responses/check-response.ts";

/** Makes a schema that tools make code from. */
export const createModel: ApiGatewayV2Operation<"CreateModel"> = async ({ ApiId = "", ...given }, context) => {
  const model: ModelRecord = {
    ...given,
    Name: given.Name ?? "",
    ContentType: given.ContentType ?? "application/json",
    ModelId: context.host.random.text(idCharacters.Model, idAlphabet),
  };
  await writeApi(context, ApiId, async (tx, api) => {
    requireWebSocket(api, "Models");
    checkModel(model);
    const others = await partStore.list(tx, ApiId, "Model");
    if (others.some(({ Name }) => Name === model.Name)) throw modelExists(model.Name);
    if (others.length >= limits.modelsPerApi) throw quotaExceeded("Models", limits.modelsPerApi);
    await partStore.put(tx, ApiId, "Model", model);
  });
  return model;
};
