import { checkModel } from "../api-models/check-model.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, writeApi } from "../parts/change-api.ts";
import type { ModelRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createModel: ApiGatewayOperation<"CreateModel"> = ({ restApiId = "", description, ...given }, context) =>
  writeApi(context, restApiId, async (tx) => {
    const model: ModelRecord = {
      id: newId(context),
      ...given,
      name: given.name ?? "",
      ...(description && { description }),
    };
    checkModel(model);
    if (await partStore.find(tx, restApiId, "Model", model.name))
      throw conflict("Model name already exists for this REST API");
    if ((await partStore.list(tx, restApiId, "Model")).length >= limits.modelsPerApi)
      throw limitExceeded("Maximum number of models for this API has been reached");
    await partStore.put(tx, restApiId, "Model", model);
    return model;
  });
