import { templateOf } from "../api-models/model-template.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** A mapping template that makes what the model describes of an input of its form. */
export const getModelTemplate: ApiGatewayOperation<"GetModelTemplate"> = (
  { restApiId = "", modelName = "" },
  context,
) =>
  readApi(context, restApiId, async (tx) => {
    const model = await requirePart(tx, restApiId, "Model", modelName);
    const models = await partStore.list(tx, restApiId, "Model");
    return { value: templateOf(model, models) };
  });
