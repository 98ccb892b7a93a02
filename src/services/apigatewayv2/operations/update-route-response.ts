import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRouteResponse } from "../responses/check-response.ts";
import { checkKeyIsFree, requireRouteResponse, routeResponsesOf } from "../responses/find-response.ts";

export const updateRouteResponse: ApiGatewayV2Operation<"UpdateRouteResponse"> = async (
  { ApiId = "", RouteId = "", RouteResponseId = "", ...changes },
  context,
) => {
  const response = await changeApi(context, ApiId, async (tx) => {
    const former = await requireRouteResponse(tx, ApiId, RouteId, RouteResponseId);
    const changed = merge(former, changes);
    checkRouteResponse(changed);
    const others = (await routeResponsesOf(tx, ApiId, RouteId)).filter(
      (each) => each.RouteResponseId !== RouteResponseId,
    );
    checkKeyIsFree(
      others.map((other) => other.RouteResponseKey),
      changed.RouteResponseKey,
    );
    await partStore.put(tx, ApiId, "RouteResponse", changed);
    return changed;
  });
  const { RouteId: _, ...shown } = response;
  return shown;
};
