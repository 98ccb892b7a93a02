import {
  APIGatewayClient,
  DeleteMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
} from "@aws-sdk/client-api-gateway";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isNotFound, isNotImplemented } from "../../../aws/errors.ts";
import { restApiPath } from "../../apigateway/paths.ts";
import { stageUrl } from "../../apigateway/rest/stage-url.ts";
import type { KnownApi } from "./read-routes.ts";
import type { ApiRoute } from "./use-triggers.ts";

type Clients = <C>(kind: ClientConstructor<C>) => C;

/** A REST API as a trigger shows it; undefined where there is none of this id. */
export async function readRestApi(client: Clients, restApiId: string): Promise<KnownApi | undefined> {
  const rest = client(APIGatewayClient);
  try {
    const [{ name = restApiId }, { item = [] }] = await Promise.all([
      rest.send(new GetRestApiCommand({ restApiId })),
      rest.send(new GetStagesCommand({ restApiId })),
    ]);
    const addresses = item.map(({ stageName = "" }) => stageUrl(restApiId, stageName));
    return { apiId: restApiId, name, addresses, href: restApiPath(restApiId) };
  } catch (error) {
    if (isNotFound(error) || isNotImplemented(error)) return undefined;
    throw error;
  }
}

/** The methods of the path that lead to the function are deleted; stages serve them until the API is deployed again. */
export async function removeMethods(
  client: Clients,
  { apiId: restApiId, path }: ApiRoute,
  isOfFunction: (arn: string | undefined) => boolean,
): Promise<void> {
  const rest = client(APIGatewayClient);
  try {
    const { items = [] } = await rest.send(new GetResourcesCommand({ restApiId, limit: 500, embed: ["methods"] }));
    for (const { id: resourceId, path: at = "", resourceMethods = {} } of items) {
      if (path !== undefined && at.replaceAll(/\{[^}]*\}/g, "*") !== path) continue;
      for (const [httpMethod, { methodIntegration }] of Object.entries(resourceMethods)) {
        const [, arn] = /functions\/(.+)\/invocations$/.exec(methodIntegration?.uri ?? "") ?? [];
        if (isOfFunction(arn)) await rest.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod }));
      }
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
