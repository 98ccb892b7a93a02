import { type Api, ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { readApis } from "./api/read-apis.ts";
import { apiPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([apis], search);

const apis = findableKind<Api>({
  kind: "API",
  async *pages({ client }) {
    yield await readApis(client(ApiGatewayV2Client));
  },
  name: ({ Name }) => Name,
  href: ({ ApiId = "" }) => apiPath(ApiId),
});
