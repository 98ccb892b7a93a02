import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { askUrl } from "./function-urls.ts";

/** A REST API that answers with what was last deployed, to who has the key of a plan with a quota. */
export async function createMockApi(gateway: APIGatewayClient, text: string, quota: number) {
  const { id: restApiId = "", rootResourceId: resourceId } = await gateway.send(
    new CreateRestApiCommand({ name: "mock" }),
  );
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired: true }));
  const requestTemplates = { "application/json": '{"statusCode": 200}' };
  await gateway.send(new PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates }));
  await gateway.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  const deploy = async (said: string) => {
    const responseTemplates = { "application/json": said };
    await gateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: "200", responseTemplates }));
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  };
  await deploy(text);
  const { id: keyId, value = "" } = await gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  const { id: usagePlanId } = await gateway.send(
    new CreateUsagePlanCommand({
      name: "p",
      apiStages: [{ apiId: restApiId, stage: "dev" }],
      quota: { limit: quota, period: "MONTH" },
    }),
  );
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  return {
    restApiId,
    deploy,
    deploymentId: async () => (await gateway.send(new GetStageCommand({ restApiId, stageName: "dev" }))).deploymentId,
    /** Of any server that has the API. */
    ask: async (endpoint: string) => {
      const path = `/restapis/${restApiId}/dev/_user_request_/`;
      const answer = await askUrl(`${endpoint}/`, { path, headers: { "x-api-key": value } });
      return [answer.status, answer.body] as const;
    },
  };
}
