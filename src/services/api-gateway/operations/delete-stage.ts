import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteStage: ApiGatewayOperation<"DeleteStage"> = ({ restApiId = "", stageName = "" }, context) =>
  writeApi(context, restApiId, async (tx) => {
    await requirePart(tx, restApiId, "Stage", stageName);
    await partStore.remove(tx, restApiId, "Stage", stageName);
    return {};
  });
