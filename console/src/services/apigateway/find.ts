import { APIGatewayClient, type RestApi } from "@aws-sdk/client-api-gateway";
import { type Api, ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { readApis } from "./api/read-apis.ts";
import { readRestApis } from "./api/read-rest-apis.ts";
import { apiPath, restApiPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([apis, restApis], search);

const apis = findableKind<Api>({
  kind: "API",
  async *pages({ client }) {
    yield await readApis(client(ApiGatewayV2Client));
  },
  name: ({ Name }) => Name,
  href: ({ ApiId = "" }) => apiPath(ApiId),
});

const restApis = findableKind<RestApi>({
  kind: "REST API",
  async *pages({ client }) {
    yield await readRestApis(client(APIGatewayClient));
  },
  name: ({ name }) => name,
  href: ({ id = "" }) => restApiPath(id),
});
