import { modelExists } from "../errors.ts";
import { checkModel } from "../models/check-model.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { partStore } from "../parts/part-store.ts";

export const updateModel: ApiGatewayV2Operation<"UpdateModel"> = ({ ApiId = "", ModelId = "", ...changes }, context) =>
  writeApi(context, ApiId, async (tx) => {
    const changed = merge(await requirePart(tx, ApiId, "Model", ModelId), changes);
    checkModel(changed);
    const others = await partStore.list(tx, ApiId, "Model");
    if (others.some((other) => other.Name === changed.Name && other.ModelId !== ModelId))
      throw modelExists(changed.Name);
    await partStore.put(tx, ApiId, "Model", changed);
    return changed;
  });
