import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteStage: ApiGatewayV2Operation<"DeleteStage"> = async ({ ApiId = "", StageName = "" }, context) => {
  await writeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Stage", StageName);
    await partStore.remove(tx, ApiId, "Stage", StageName);
  });
  return {};
};
