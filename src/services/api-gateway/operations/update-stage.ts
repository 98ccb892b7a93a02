import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import type { StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { withCacheCluster } from "../stages/cache-cluster.ts";
import { checkLogRole, checkParts, checkStage } from "../stages/check-stage.ts";
import { patchStage } from "../stages/patch-stage.ts";
import { toStage } from "../stages/to-stage.ts";

export const updateStage: ApiGatewayOperation<"UpdateStage"> = (
  { restApiId = "", stageName = "", patchOperations },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const former = await requirePart(tx, restApiId, "Stage", stageName);
    const changed = applyPatches(former, patchOperations, patchStage);
    const nowMs = context.host.clock.nowMs();
    const stage: StageRecord = withCacheCluster({ ...changed, updatedMs: nowMs }, former, nowMs);
    checkStage(stage);
    await checkParts(tx, restApiId, stage);
    await checkLogRole(tx, stage);
    await partStore.put(tx, restApiId, "Stage", stage);
    return toStage(stage, nowMs);
  });
