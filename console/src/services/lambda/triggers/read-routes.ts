import { ApiGatewayV2Client, GetApiCommand, GetStagesCommand } from "@aws-sdk/client-apigatewayv2";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isNotFound, isNotImplemented } from "../../../aws/errors.ts";
import { invokeUrl } from "../../apigateway/api/invoke-url.ts";
import { apiPath } from "../../apigateway/paths.ts";
import type { ApiRoute } from "./use-triggers.ts";

export interface KnownApi {
  readonly apiId: string;
  readonly name: string;
  /** Of each stage. */
  readonly addresses: readonly string[];
  readonly href: string;
}

/** Without those that have gone: only the statement of such an API stands. */
export async function readApisOf(
  client: <C>(kind: ClientConstructor<C>) => C,
  routes: readonly ApiRoute[],
): Promise<readonly KnownApi[]> {
  const apis = client(ApiGatewayV2Client);
  const found = await Promise.all(
    [...new Set(routes.map(({ apiId }) => apiId))].map(async (ApiId): Promise<KnownApi | undefined> => {
      try {
        const [{ Name = ApiId, ApiEndpoint = "" }, { Items = [] }] = await Promise.all([
          apis.send(new GetApiCommand({ ApiId })),
          apis.send(new GetStagesCommand({ ApiId })),
        ]);
        const addresses = Items.map(({ StageName = "" }) => invokeUrl(ApiEndpoint, StageName));
        return { apiId: ApiId, name: Name, addresses, href: apiPath(ApiId) };
      } catch (error) {
        // It may be a REST API, which another service has.
        if (isNotFound(error)) return (await import("./rest-routes.ts")).readRestApi(client, ApiId);
        if (isNotImplemented(error)) return undefined;
        throw error;
      }
    }),
  );
  return found.filter((api) => api !== undefined);
}
