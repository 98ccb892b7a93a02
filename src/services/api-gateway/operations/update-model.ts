import { checkModel } from "../api-models/check-model.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";

export const updateModel: ApiGatewayOperation<"UpdateModel"> = (
  { restApiId = "", modelName = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, restApiId, "Model", modelName);
    const model = applyPatches(former, patchOperations, (each, patch) => {
      checkMember(patch, ["/description", "/schema"]);
      return { ...each, [patch.steps[0] as "description"]: patch.value ?? "" };
    });
    checkModel(model);
    await partStore.put(tx, restApiId, "Model", model);
    const { description, ...rest } = model;
    return description ? model : rest;
  });
