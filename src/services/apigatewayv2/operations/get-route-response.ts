import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { requireRouteResponse } from "../responses/find-response.ts";

export const getRouteResponse: ApiGatewayV2Operation<"GetRouteResponse"> = async (
  { ApiId = "", RouteId = "", RouteResponseId = "" },
  context,
) => {
  const { RouteId: _, ...shown } = await readApi(context, ApiId, (tx) =>
    requireRouteResponse(tx, ApiId, RouteId, RouteResponseId),
  );
  return shown;
};
