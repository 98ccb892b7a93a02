import { deploy, toDeployed } from "../deployments/deploy.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Makes a deployment of what the API is now; with a stage's name that stage serves it. */
export const createDeployment: ApiGatewayV2Operation<"CreateDeployment"> = async (
  { ApiId = "", StageName, Description },
  context,
) => {
  const { host } = context;
  const deployment = await writeApi(context, ApiId, async (tx) => {
    if ((await partStore.list(tx, ApiId, "Route")).length === 0)
      throw invalid("At least one route is required before deploying the Api.");
    const stage = StageName === undefined ? undefined : await requirePart(tx, ApiId, "Stage", StageName);
    if (stage?.AutoDeploy) throw invalid("Deployment ID cannot be set on a stage with auto deploy enabled");
    const made = await deploy(tx, { host, apiId: ApiId }, { AutoDeployed: false, Description });
    if (stage) await partStore.put(tx, ApiId, "Stage", toDeployed(stage, made.DeploymentId, host));
    return made;
  });
  return toPart(deployment);
};
