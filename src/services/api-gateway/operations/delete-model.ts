import { conflict } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteModel: ApiGatewayOperation<"DeleteModel"> = ({ restApiId = "", modelName = "" }, context) =>
  write(context, async (tx) => {
    await requirePart(tx, restApiId, "Model", modelName);
    const resources = await partStore.list(tx, restApiId, "Resource");
    // As recorded, the one that is furthest from the root is named.
    for (const { path, methods } of resources.toSorted((one, other) => other.path.length - one.path.length)) {
      for (const [name, { requestModels = {} }] of Object.entries(methods)) {
        if (Object.values(requestModels).includes(modelName))
          throw conflict(
            `Cannot delete model '${modelName}', is referenced in method request: ${path === "/" ? "/" : path}/${name}`,
          );
      }
    }
    await partStore.remove(tx, restApiId, "Model", modelName);
    return {};
  });
