import { deploy } from "../deployments/deploy.ts";
import { toDeployment } from "../deployments/to-deployment.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import type { StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withCacheCluster } from "../stages/cache-cluster.ts";
import { checkStage } from "../stages/check-stage.ts";

/** Makes what the API is now public, and with a stage's name has that stage serve it. */
export const createDeployment: ApiGatewayOperation<"CreateDeployment"> = (
  { restApiId = "", stageName, stageDescription, description, variables, ...given },
  context,
) =>
  writeApi(context, restApiId, async (tx, api) => {
    const { cacheClusterEnabled, cacheClusterSize, canarySettings, tracingEnabled } = given;
    const deployment = await deploy(tx, context, api, description);
    if (!stageName) {
      if (canarySettings) throw noCanaryStage(stageName);
      return toDeployment(deployment);
    }
    const nowMs = context.host.clock.nowMs();
    const former = await partStore.find(tx, restApiId, "Stage", stageName);
    if (canarySettings) {
      if (!former)
        throw invalid(
          `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`,
        );
      const canary = { percentTraffic: 0, useStageCache: false, ...canarySettings, deploymentId: deployment.id };
      const changed = { ...former, canarySettings: canary, updatedMs: nowMs };
      checkStage(changed);
      await partStore.put(tx, restApiId, "Stage", changed);
      return toDeployment(deployment);
    }
    const stage: StageRecord = {
      methodSettings: {},
      createdMs: nowMs,
      cacheClusterStatus: "NOT_AVAILABLE",
      ...former,
      stageName,
      deploymentId: deployment.id,
      updatedMs: nowMs,
      cacheClusterEnabled: cacheClusterEnabled ?? former?.cacheClusterEnabled ?? false,
      ...(cacheClusterSize !== undefined && { cacheClusterSize }),
      tracingEnabled: tracingEnabled ?? former?.tracingEnabled ?? false,
      ...(stageDescription !== undefined && { description: stageDescription }),
      ...(variables && { variables: { ...former?.variables, ...variables } }),
    };
    checkStage(stage);
    if (!former && (await partStore.list(tx, restApiId, "Stage")).length >= limits.stagesPerApi)
      throw limitExceeded("Maximum number of stages for this API has been reached");
    await partStore.put(tx, restApiId, "Stage", withCacheCluster(stage, former, nowMs));
    return toDeployment(deployment);
  });

function noCanaryStage(stageName: string | undefined) {
  return invalid(
    `Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? "null"}`,
  );
}
