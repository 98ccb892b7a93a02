import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { idAlphabet } from "../apis/api.ts";
import { type DeploymentRecord, idCharacters, type StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { type Snapshot, snapshotStore } from "./snapshot-store.ts";

interface Deploying {
  readonly host: Pick<ServiceHost, "clock" | "random">;
  readonly apiId: string;
}

/** Makes a deployment of what the API is now; which stage serves it is the stage's own. */
export async function deploy(
  tx: WriteTransaction,
  { host: { clock, random }, apiId }: Deploying,
  further: { readonly AutoDeployed: boolean; readonly Description?: string | undefined },
): Promise<DeploymentRecord> {
  const [routes, integrations, authorizers, routeResponses, integrationResponses, models] = await Promise.all([
    partStore.list(tx, apiId, "Route"),
    partStore.list(tx, apiId, "Integration"),
    partStore.list(tx, apiId, "Authorizer"),
    partStore.list(tx, apiId, "RouteResponse"),
    partStore.list(tx, apiId, "IntegrationResponse"),
    partStore.list(tx, apiId, "Model"),
  ]);
  const snapshot: Snapshot = {
    routes,
    integrations,
    authorizers,
    ...(routeResponses.length > 0 && { routeResponses }),
    ...(integrationResponses.length > 0 && { integrationResponses }),
    ...(models.length > 0 && { models }),
  };
  const deployment: DeploymentRecord = {
    ...further,
    DeploymentId: random.text(idCharacters.Deployment, idAlphabet),
    DeploymentStatus: "DEPLOYED",
    CreatedMs: clock.nowMs(),
  };
  await snapshotStore.put(tx, apiId, deployment.DeploymentId, snapshot);
  await partStore.put(tx, apiId, "Deployment", deployment);
  return deployment;
}

/**
 * After a change of the API: stages that deploy by themselves serve it from now on. They share one deployment, and those that they had made
 * themselves and nobody serves any more are gone.
 */
export async function autoDeploy(tx: WriteTransaction, deploying: Deploying): Promise<void> {
  const { apiId, host } = deploying;
  const stages = await partStore.list(tx, apiId, "Stage");
  const own = stages.filter(({ AutoDeploy }) => AutoDeploy);
  if (own.length === 0) return;
  const { DeploymentId } = await deploy(tx, deploying, {
    AutoDeployed: true,
    Description: "Automatic deployment triggered by changes to the Api configuration",
  });
  for (const stage of own) await partStore.put(tx, apiId, "Stage", toDeployed(stage, DeploymentId, host));
  const served = new Set(stages.filter((stage) => !own.includes(stage)).map((stage) => stage.DeploymentId));
  for (const former of await partStore.list(tx, apiId, "Deployment")) {
    const isOver = former.AutoDeployed && former.DeploymentId !== DeploymentId && !served.has(former.DeploymentId);
    if (isOver) await removeDeployment(tx, apiId, former.DeploymentId);
  }
}

export async function removeDeployment(tx: WriteTransaction, apiId: string, deploymentId: string): Promise<void> {
  await partStore.remove(tx, apiId, "Deployment", deploymentId);
  await snapshotStore.remove(tx, apiId, deploymentId);
}

export function toDeployed(stage: StageRecord, deploymentId: string, { clock }: Deploying["host"]): StageRecord {
  return {
    ...stage,
    DeploymentId: deploymentId,
    UpdatedMs: clock.nowMs(),
    ...(stage.AutoDeploy && {
      LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${deploymentId}'`,
    }),
  };
}
