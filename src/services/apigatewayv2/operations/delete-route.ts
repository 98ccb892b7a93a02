import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteRoute: ApiGatewayV2Operation<"DeleteRoute"> = async ({ ApiId = "", RouteId = "" }, context) => {
  await changeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Route", RouteId);
    for (const response of await partStore.list(tx, ApiId, "RouteResponse"))
      if (response.RouteId === RouteId) await partStore.remove(tx, ApiId, "RouteResponse", response.RouteResponseId);
    await partStore.remove(tx, ApiId, "Route", RouteId);
  });
  return {};
};
