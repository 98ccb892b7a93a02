import {
  type ApiGatewayV2Client,
  CreateIntegrationCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Made } from "../../../form/create.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { executeArn } from "./invoke-url.ts";

interface FunctionRoute {
  readonly apiId: string;
  /** `GET /pets/{id}`, `$default`, or a WebSocket API's key. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly isWebSocket?: boolean;
  readonly authorization: Pick<CreateRouteCommandInput, "AuthorizationType" | "AuthorizerId" | "AuthorizationScopes">;
  readonly at: { readonly region: string; readonly account: string };
}

/** A route whose requests a function answers, and the permission that it needs for that. Gives the route's id. */
export async function addFunctionRoute(
  client: ApiGatewayV2Client,
  lambda: LambdaClient,
  { apiId: ApiId, routeKey: RouteKey, functionArn, isWebSocket, authorization, at }: FunctionRoute,
  made: Made,
): Promise<string> {
  const uri = `arn:aws:apigateway:${at.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  const { IntegrationId = "" } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: isWebSocket ? uri : functionArn,
      IntegrationMethod: "POST",
      PayloadFormatVersion: isWebSocket ? undefined : "2.0",
    }),
  );
  made("the integration", () => client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })));
  const Target = `integrations/${IntegrationId}`;
  const { RouteId = "" } = await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...authorization }));
  made("the route", () => client.send(new DeleteRouteCommand({ ApiId, RouteId })));
  const [, path] = RouteKey.split(" ");
  const sourceArn =
    path === undefined ? executeArn(at, ApiId, "").replace("/*/*", `/*/${RouteKey}`) : executeArn(at, ApiId, path);
  await allowInvoke(lambda, { functionArn, principal: "apigateway.amazonaws.com", sourceArn }, made);
  return RouteId;
}
