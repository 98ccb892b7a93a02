import { idAlphabet } from "../apis/api.ts";
import { quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { idCharacters, type RouteResponseRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRouteResponse, requireWebSocket } from "../responses/check-response.ts";
import { checkKeyIsFree, routeResponsesOf } from "../responses/find-response.ts";

export const createRouteResponse: ApiGatewayV2Operation<"CreateRouteResponse"> = async (
  { ApiId = "", RouteId = "", RouteResponseKey = "", ...given },
  context,
) => {
  const response: RouteResponseRecord = {
    ...given,
    RouteResponseId: context.host.random.text(idCharacters.RouteResponse, idAlphabet),
    RouteResponseKey,
    RouteId,
  };
  await changeApi(context, ApiId, async (tx, api) => {
    requireWebSocket(api, "Route responses");
    await requirePart(tx, ApiId, "Route", RouteId);
    checkRouteResponse(response);
    const others = await routeResponsesOf(tx, ApiId, RouteId);
    checkKeyIsFree(
      others.map((other) => other.RouteResponseKey),
      RouteResponseKey,
    );
    if (others.length >= limits.responsesPerApi) throw quotaExceeded("Route responses", limits.responsesPerApi);
    await partStore.put(tx, ApiId, "RouteResponse", response);
  });
  const { RouteId: _, ...shown } = response;
  return shown;
};
