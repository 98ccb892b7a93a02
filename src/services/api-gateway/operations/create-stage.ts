import { conflict, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import type { StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withCacheCluster } from "../stages/cache-cluster.ts";
import { checkParts, checkStage } from "../stages/check-stage.ts";
import { toStage } from "../stages/to-stage.ts";
import { withTags } from "../tags/tags.ts";

export const createStage: ApiGatewayOperation<"CreateStage"> = ({ restApiId = "", tags, ...given }, context) =>
  writeApi(context, restApiId, async (tx) => {
    const { stageName = "", deploymentId = "" } = given;
    const nowMs = context.host.clock.nowMs();
    const stage: StageRecord = {
      ...given,
      stageName,
      deploymentId,
      ...(given.canarySettings && {
        canarySettings: { deploymentId, percentTraffic: 0, useStageCache: false, ...given.canarySettings },
      }),
      cacheClusterEnabled: given.cacheClusterEnabled ?? false,
      cacheClusterStatus: "NOT_AVAILABLE",
      methodSettings: {},
      tracingEnabled: given.tracingEnabled ?? false,
      createdMs: nowMs,
      updatedMs: nowMs,
      ...(tags && { tags: withTags({}, tags) }),
    };
    await checkParts(tx, restApiId, stage);
    checkStage(stage);
    const stages = await partStore.list(tx, restApiId, "Stage");
    if (stages.some((each) => each.stageName === stageName)) throw conflict("Stage already exists");
    if (stages.length >= limits.stagesPerApi)
      throw limitExceeded("Maximum number of stages for this API has been reached");
    const made = withCacheCluster(stage, undefined, nowMs);
    await partStore.put(tx, restApiId, "Stage", made);
    return toStage(made, nowMs);
  });
