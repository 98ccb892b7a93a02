import { idAlphabet } from "../apis/api.ts";
import { quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { idCharacters, type RouteRecord, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRoute } from "../routes/check-route.ts";

export const createRoute: ApiGatewayV2Operation<"CreateRoute"> = async ({ ApiId = "", ...given }, context) => {
  const route: RouteRecord = {
    ...given,
    RouteId: context.host.random.text(idCharacters.Route, idAlphabet),
    RouteKey: given.RouteKey ?? "",
    ApiKeyRequired: given.ApiKeyRequired ?? false,
    AuthorizationType: given.AuthorizationType ?? "NONE",
  };
  await changeApi(context, ApiId, async (tx, api) => {
    if ((await partStore.list(tx, ApiId, "Route")).length >= limits.routesPerApi)
      throw quotaExceeded("Routes", limits.routesPerApi);
    await checkRoute(tx, api, route);
    await partStore.put(tx, ApiId, "Route", route);
  });
  return toPart(route);
};
