import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPage } from "../parts/list-parts.ts";
import type { RouteResponseRecord } from "../parts/part.ts";
import { routeResponsesOf } from "../responses/find-response.ts";

export const getRouteResponses: ApiGatewayV2Operation<"GetRouteResponses"> = async (
  { ApiId = "", RouteId = "", ...page },
  context,
) => {
  const { Items, NextToken } = await readApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Route", RouteId);
    const all = await routeResponsesOf(tx, ApiId, RouteId);
    return toPage(
      page,
      (response: RouteResponseRecord) => response.RouteResponseId,
      async (after, most) =>
        all.filter((response: RouteResponseRecord) => response.RouteResponseId > after).slice(0, most),
    );
  });
  return { Items: Items.map(({ RouteId: _, ...shown }) => shown), NextToken };
};
