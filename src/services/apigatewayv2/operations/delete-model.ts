import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteModel: ApiGatewayV2Operation<"DeleteModel"> = async ({ ApiId = "", ModelId = "" }, context) => {
  await writeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Model", ModelId);
    await partStore.remove(tx, ApiId, "Model", ModelId);
  });
  return {};
};
