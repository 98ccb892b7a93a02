import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { type RouteRecord, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRoute } from "../routes/check-route.ts";

export const updateRoute: ApiGatewayV2Operation<"UpdateRoute"> = async (
  { ApiId = "", RouteId = "", ...changes },
  context,
) => {
  const route = await changeApi(context, ApiId, async (tx, api) => {
    const changed = withFittingAuthorizer(merge(await requirePart(tx, ApiId, "Route", RouteId), changes));
    await checkRoute(tx, api, changed);
    await partStore.put(tx, ApiId, "Route", changed);
    return changed;
  });
  return toPart(route);
};

/** A route that is open now, or asks for a signature, has no authorizer any more. */
function withFittingAuthorizer(route: RouteRecord): RouteRecord {
  const { AuthorizerId, AuthorizationScopes, ...rest } = route;
  return route.AuthorizationType === "JWT" || route.AuthorizationType === "CUSTOM" ? route : rest;
}
