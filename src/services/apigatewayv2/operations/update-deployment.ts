import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const updateDeployment: ApiGatewayV2Operation<"UpdateDeployment"> = async (
  { ApiId = "", DeploymentId = "", Description },
  context,
) => {
  const deployment = await writeApi(context, ApiId, async (tx) => {
    const changed = merge(await requirePart(tx, ApiId, "Deployment", DeploymentId), { Description });
    await partStore.put(tx, ApiId, "Deployment", changed);
    return changed;
  });
  return toPart(deployment);
};
