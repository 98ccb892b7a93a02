import { removeDeployment } from "../deployments/deploy.ts";
import { deploymentIsInUse } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** One that a stage serves stays. */
export const deleteDeployment: ApiGatewayV2Operation<"DeleteDeployment"> = async (
  { ApiId = "", DeploymentId = "" },
  context,
) => {
  await writeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Deployment", DeploymentId);
    const stages = await partStore.list(tx, ApiId, "Stage");
    if (stages.some((stage) => stage.DeploymentId === DeploymentId)) throw deploymentIsInUse();
    await removeDeployment(tx, ApiId, DeploymentId);
  });
  return {};
};
