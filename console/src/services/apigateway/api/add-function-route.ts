import {
  type ApiGatewayV2Client,
  CreateIntegrationCommand,
  CreateRouteCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Made } from "../../../form/create.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { executeArn } from "./invoke-url.ts";

interface FunctionRoute {
  readonly apiId: string;
  /** `ANY`, `GET`. */
  readonly method: string;
  /** `/pets/{id}` */
  readonly path: string;
  readonly functionArn: string;
  readonly authorizationType: "NONE" | "AWS_IAM";
  readonly at: { readonly region: string; readonly account: string };
}

/** A route whose requests a function answers, and the permission that it needs for that. */
export async function addFunctionRoute(
  client: ApiGatewayV2Client,
  lambda: LambdaClient,
  { apiId: ApiId, method, path, functionArn, authorizationType, at }: FunctionRoute,
  made: Made,
): Promise<void> {
  const { IntegrationId = "" } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      IntegrationMethod: "POST",
      PayloadFormatVersion: "2.0",
    }),
  );
  made("the integration", () => client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })));
  const { RouteId = "" } = await client.send(
    new CreateRouteCommand({
      ApiId,
      RouteKey: path === "$default" ? path : `${method} ${path}`,
      Target: `integrations/${IntegrationId}`,
      AuthorizationType: authorizationType,
    }),
  );
  made("the route", () => client.send(new DeleteRouteCommand({ ApiId, RouteId })));
  const sourceArn =
    path === "$default" ? `${executeArn(at, ApiId, "").replace("/*/*", "/*/$default")}` : executeArn(at, ApiId, path);
  await allowInvoke(lambda, { functionArn, principal: "apigateway.amazonaws.com", sourceArn }, made);
}
