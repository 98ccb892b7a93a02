import { toDeployment } from "../deployments/to-deployment.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";

export const updateDeployment: ApiGatewayOperation<"UpdateDeployment"> = (
  { restApiId = "", deploymentId = "", patchOperations },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const former = await requirePart(tx, restApiId, "Deployment", deploymentId);
    const changed = applyPatches(former, patchOperations, (deployment, patch) => {
      checkMember(patch, ["/description"]);
      return { ...deployment, description: patch.value };
    });
    await partStore.put(tx, restApiId, "Deployment", changed);
    return toDeployment(changed);
  });
