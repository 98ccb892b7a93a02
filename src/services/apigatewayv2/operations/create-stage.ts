import { deploy, toDeployed } from "../deployments/deploy.ts";
import { invalid, quotaExceeded, stageExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { type StageRecord, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkStage } from "../stages/check-stage.ts";
import { withTags } from "../tags/tagged.ts";

/** Makes a stage, which serves a deployment, or by itself what the API is. */
export const createStage: ApiGatewayV2Operation<"CreateStage"> = async (
  { ApiId = "", DeploymentId, Tags, ...given },
  context,
) => {
  const { host } = context;
  const nowMs = host.clock.nowMs();
  const stage: StageRecord = {
    ...given,
    StageName: given.StageName ?? "",
    AutoDeploy: given.AutoDeploy ?? false,
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...given.DefaultRouteSettings },
    RouteSettings: given.RouteSettings ?? {},
    StageVariables: given.StageVariables ?? {},
    CreatedMs: nowMs,
    UpdatedMs: nowMs,
    Tags: { ...withTags({}, Tags) },
  };
  if (stage.AutoDeploy && DeploymentId !== undefined)
    throw invalid("Deployment ID cannot be set on a stage with auto deploy enabled");
  const made = await writeApi(context, ApiId, async (tx, api) => {
    checkStage(api, stage);
    const stages = await partStore.list(tx, ApiId, "Stage");
    if (stages.some(({ StageName }) => StageName === stage.StageName)) throw stageExists();
    if (stages.length >= limits.stagesPerApi) throw quotaExceeded("Stages", limits.stagesPerApi);
    if (DeploymentId !== undefined) await requirePart(tx, ApiId, "Deployment", DeploymentId);
    const served = stage.AutoDeploy
      ? (await deploy(tx, { host, apiId: ApiId }, { AutoDeployed: true })).DeploymentId
      : DeploymentId;
    const created = served === undefined ? stage : toDeployed(stage, served, host);
    await partStore.put(tx, ApiId, "Stage", created);
    return created;
  });
  return toPart(made);
};
