import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateVpcLinkCommand,
  GenerateClientCertificateCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDomainNameCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { exampleApi } from "../../console/src/services/apigateway/rest/example-api.ts";
import type { TestSquall } from "../support/squall.ts";

/** Makes APIs of all three kinds, and gives the addresses of pages of each kind; what else there is is walked. */
export async function fillApis(squall: TestSquall): Promise<readonly string[]> {
  const rest = squall.client(APIGatewayClient);
  const body = Buffer.from(JSON.stringify(exampleApi));
  const { id: restApiId = "" } = await rest.send(new ImportRestApiCommand({ body }));
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const { items = [] } = await rest.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const pets = items.find(({ path }) => path === "/pets")?.id;
  const { id: planId } = await rest.send(
    new CreateUsagePlanCommand({ name: "gold", apiStages: [{ apiId: restApiId, stage: "prod" }] }),
  );
  await rest.send(new CreateApiKeyCommand({ name: "partner", enabled: true }));
  await rest.send(new GenerateClientCertificateCommand({ description: "the machines' proof of who asks" }));
  const balancer = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/machines/0000000000000000";
  await rest.send(new CreateVpcLinkCommand({ name: "machines", targetArns: [balancer] }));
  const v2 = squall.client(ApiGatewayV2Client);
  const socket = { Name: "chat", ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" } as const;
  const { ApiId: chat = "" } = await v2.send(new CreateApiCommand(socket));
  await v2.send(new CreateRouteCommand({ ApiId: chat, RouteKey: "$default" }));
  await v2.send(new CreateStageCommand({ ApiId: chat, StageName: "prod" }));
  const { ApiId: shop = "" } = await v2.send(
    new CreateApiCommand({ Name: "shop", ProtocolType: "HTTP", Target: "http://127.0.0.1:9/" }),
  );
  const CertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000";
  await v2.send(
    new CreateDomainNameCommand({ DomainName: "api.example.com", DomainNameConfigurations: [{ CertificateArn }] }),
  );
  const api = `/console/apigateway/apis/rest/${restApiId}`;
  return [
    "/console/apigateway/apis",
    "/console/apigateway/create-api",
    "/console/apigateway/create-rest-api",
    api,
    `${api}?tab=resources&resource=${pets}&method=GET`,
    ...["responses", "settings"].map((tab) => `${api}?tab=${tab}`),
    `${api}?tab=stages&stage=prod`,
    `/console/apigateway/apis/${chat}`,
    ...["stages", "test"].map((tab) => `/console/apigateway/apis/${chat}?tab=${tab}`),
    `/console/apigateway/apis/${shop}?tab=settings`,
    `/console/apigateway/usage-plans/${planId}`,
    "/console/apigateway/domain-names/api.example.com",
    "/console/apigateway/client-certificates",
    "/console/apigateway/vpc-links",
  ];
}
