import { deploy, toDeployed } from "../deployments/deploy.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { merge, mergeMap } from "../parts/merge.ts";
import { type StageRecord, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkStage } from "../stages/check-stage.ts";

export const updateStage: ApiGatewayV2Operation<"UpdateStage"> = async (
  { ApiId = "", StageName = "", DeploymentId, ...changes },
  context,
) => {
  const { host } = context;
  const stage = await writeApi(context, ApiId, async (tx, api) => {
    const former = await requirePart(tx, ApiId, "Stage", StageName);
    const changed: StageRecord = {
      ...merge(former, changes),
      StageVariables: mergeMap(former.StageVariables, changes.StageVariables) ?? {},
      RouteSettings: { ...former.RouteSettings, ...changes.RouteSettings },
      DefaultRouteSettings: { ...former.DefaultRouteSettings, ...changes.DefaultRouteSettings },
      UpdatedMs: host.clock.nowMs(),
    };
    checkStage(api, changed);
    if (changed.AutoDeploy && DeploymentId !== undefined)
      throw invalid("Deployment ID cannot be set on a stage with auto deploy enabled");
    if (DeploymentId !== undefined) await requirePart(tx, ApiId, "Deployment", DeploymentId);
    const begins = changed.AutoDeploy && !former.AutoDeploy;
    const served = begins
      ? (await deploy(tx, { host, apiId: ApiId }, { AutoDeployed: true })).DeploymentId
      : DeploymentId;
    const deployed = served === undefined ? changed : toDeployed(changed, served, host);
    await partStore.put(tx, ApiId, "Stage", deployed);
    return deployed;
  });
  return toPart(stage);
};
