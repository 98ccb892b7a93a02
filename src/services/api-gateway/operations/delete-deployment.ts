import { snapshotStore } from "../deployments/snapshot-store.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteDeployment: ApiGatewayOperation<"DeleteDeployment"> = (
  { restApiId = "", deploymentId = "" },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    await requirePart(tx, restApiId, "Deployment", deploymentId);
    const stages = await partStore.list(tx, restApiId, "Stage");
    if (stages.some((stage) => [stage.deploymentId, stage.canarySettings?.deploymentId].includes(deploymentId)))
      throw invalid("Active stages pointing to this deployment must be moved or deleted");
    await partStore.remove(tx, restApiId, "Deployment", deploymentId);
    await snapshotStore.remove(tx, restApiId, deploymentId);
    return {};
  });
