import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { requireRouteResponse } from "../responses/find-response.ts";

export const deleteRouteResponse: ApiGatewayV2Operation<"DeleteRouteResponse"> = async (
  { ApiId = "", RouteId = "", RouteResponseId = "" },
  context,
) => {
  await changeApi(context, ApiId, async (tx) => {
    await requireRouteResponse(tx, ApiId, RouteId, RouteResponseId);
    await partStore.remove(tx, ApiId, "RouteResponse", RouteResponseId);
  });
  return {};
};
