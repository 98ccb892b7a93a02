import type { MethodSnapshot } from "@aws-sdk/client-api-gateway";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { RestApiRecord } from "../apis/api.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { newId } from "../parts/change-api.ts";
import type { DeploymentRecord, ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { type Snapshot, snapshotStore } from "./snapshot-store.ts";

/** Makes a deployment of what the API is now; which stage serves it is the stage's own. */
export async function deploy(
  tx: WriteTransaction,
  context: ApiGatewayContext,
  api: RestApiRecord,
  description: string | undefined,
): Promise<DeploymentRecord> {
  const { id: apiId } = api;
  const resources = await partStore.list(tx, apiId, "Resource");
  const methods = resources.flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw invalid("The REST API doesn't contain any methods");
  if (methods.some((method) => !method.methodIntegration)) throw invalid("No integration defined for method");
  if ((await partStore.list(tx, apiId, "Deployment")).length >= limits.deploymentsPerApi)
    throw limitExceeded("Maximum number of deployments for this API has been reached");
  const deployment: DeploymentRecord = {
    id: newId(context),
    ...(description !== undefined && { description }),
    createdMs: context.host.clock.nowMs(),
    apiSummary: summaryOf(resources),
  };
  await partStore.put(tx, apiId, "Deployment", deployment);
  await snapshotStore.put(tx, apiId, deployment.id, await snapshotOf(tx, api));
  return deployment;
}

/** What an API is now, as a deployment would have it. */
export async function snapshotOf(tx: ReadTransaction, api: RestApiRecord): Promise<Snapshot> {
  const { id: apiId, binaryMediaTypes, apiKeySource, policy, minimumCompressionSize } = api;
  return {
    resources: await partStore.list(tx, apiId, "Resource"),
    models: await partStore.list(tx, apiId, "Model"),
    validators: await partStore.list(tx, apiId, "RequestValidator"),
    authorizers: await partStore.list(tx, apiId, "Authorizer"),
    gatewayResponses: await partStore.list(tx, apiId, "GatewayResponse"),
    api: { binaryMediaTypes, apiKeySource, policy, minimumCompressionSize },
  };
}

function summaryOf(resources: readonly ResourceRecord[]): Record<string, Record<string, MethodSnapshot>> {
  const summary: Record<string, Record<string, MethodSnapshot>> = {};
  for (const { path, methods } of resources) {
    const entries = Object.entries(methods).map(([name, { authorizationType, apiKeyRequired }]) => [
      name,
      { authorizationType, apiKeyRequired },
    ]);
    if (entries.length > 0) summary[path] = Object.fromEntries(entries);
  }
  return summary;
}
