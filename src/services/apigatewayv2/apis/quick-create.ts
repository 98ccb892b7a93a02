import type { WriteTransaction } from "../../../storage/database.ts";
import { functionOf } from "../../execute-api/function-uri.ts";
import { defaultRoute } from "../../execute-api/route-key.ts";
import { deploy, toDeployed } from "../deployments/deploy.ts";
import { checkIntegration } from "../integrations/check-integration.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { type IntegrationRecord, idCharacters, type RouteRecord, type StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRoute } from "../routes/check-route.ts";
import { type ApiRecord, idAlphabet } from "./api.ts";

interface QuickCreate {
  readonly Target: string | undefined;
  readonly RouteKey: string | undefined;
  readonly CredentialsArn: string | undefined;
}

/** A target makes an API that works at once: an integration with it, a route, and a stage that deploys by itself. Source: "CreateApi", "quick create". */
export async function quickCreate(
  tx: WriteTransaction,
  { host }: ApiGatewayV2Context,
  api: ApiRecord,
  { Target, RouteKey = defaultRoute, CredentialsArn }: QuickCreate,
): Promise<void> {
  if (Target === undefined) return;
  const apiId = api.ApiId;
  const isFunction = functionOf(Target) !== undefined;
  const integration: IntegrationRecord = {
    IntegrationId: host.random.text(idCharacters.Integration, idAlphabet),
    ApiGatewayManaged: true,
    ConnectionType: "INTERNET",
    CredentialsArn,
    IntegrationType: isFunction ? "AWS_PROXY" : "HTTP_PROXY",
    IntegrationMethod: isFunction ? "POST" : "ANY",
    IntegrationUri: Target,
    PayloadFormatVersion: isFunction ? "2.0" : "1.0",
    TimeoutInMillis: limits.integrationTimeoutMs,
  };
  checkIntegration(api, integration);
  await partStore.put(tx, apiId, "Integration", integration);
  const route: RouteRecord = {
    RouteId: host.random.text(idCharacters.Route, idAlphabet),
    RouteKey,
    ApiGatewayManaged: true,
    ApiKeyRequired: false,
    AuthorizationType: "NONE",
    Target: `integrations/${integration.IntegrationId}`,
  };
  await checkRoute(tx, api, route);
  await partStore.put(tx, apiId, "Route", route);
  const { DeploymentId } = await deploy(tx, { host, apiId }, { AutoDeployed: true });
  const nowMs = host.clock.nowMs();
  const stage: StageRecord = {
    StageName: "$default",
    ApiGatewayManaged: true,
    AutoDeploy: true,
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
    CreatedMs: nowMs,
    UpdatedMs: nowMs,
    Tags: {},
  };
  await partStore.put(tx, apiId, "Stage", toDeployed(stage, DeploymentId, host));
}
