import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { type StageRecord, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { checkParts, checkStage } from "../stages/check-stage.ts";
import { patchStage } from "../stages/patch-stage.ts";

export const updateStage: ApiGatewayOperation<"UpdateStage"> = (
  { restApiId = "", stageName = "", patchOperations },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const former = await requirePart(tx, restApiId, "Stage", stageName);
    const changed = applyPatches(former, patchOperations, patchStage);
    const stage: StageRecord = { ...changed, updatedMs: context.host.clock.nowMs() };
    checkStage(stage);
    await checkParts(tx, restApiId, stage);
    await partStore.put(tx, restApiId, "Stage", stage);
    return toPart(stage);
  });
