import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What was kept of answers is forgotten, on every server: the stage's record tells them. */
export const flushStageCache: ApiGatewayOperation<"FlushStageCache"> = ({ restApiId = "", stageName = "" }, context) =>
  writeApi(context, restApiId, async (tx) => {
    const stage = await requirePart(tx, restApiId, "Stage", stageName);
    await partStore.put(tx, restApiId, "Stage", { ...stage, cacheFlushed: (stage.cacheFlushed ?? 0) + 1 });
    return {};
  });
