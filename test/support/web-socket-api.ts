import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";

/**
 * A WebSocket API with a stage `dev`: a server is told of clients that come and go, with their connection's id as a header, and `who` is answered with that id.
 * Gives the API's id.
 */
export async function createWitnessApi(gateway: ApiGatewayV2Client, backendUrl: string): Promise<string> {
  const { ApiId = "" } = await gateway.send(
    new CreateApiCommand({
      Name: "witness",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  for (const RouteKey of ["$connect", "$disconnect"]) {
    const { IntegrationId } = await gateway.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: "HTTP",
        IntegrationMethod: "POST",
        IntegrationUri: `${backendUrl}/${RouteKey.slice(1)}`,
        RequestParameters: { "integration.request.header.connection-id": "context.connectionId" },
      }),
    );
    await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }));
  }
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: noFunction }),
  );
  const { RouteId } = await gateway.send(
    new CreateRouteCommand({
      ApiId,
      RouteKey: "who",
      Target: `integrations/${IntegrationId}`,
      RouteResponseSelectionExpression: "$default",
    }),
  );
  await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  return ApiId;
}

/** Its failure tells the client its connection's id. */
const noFunction = "arn:aws:lambda:us-east-1:000000000000:function:nobody";
