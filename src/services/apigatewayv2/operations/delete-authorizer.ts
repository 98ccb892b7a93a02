import { authorizerIsInUse } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** One that a route asks stays. */
export const deleteAuthorizer: ApiGatewayV2Operation<"DeleteAuthorizer"> = async (
  { ApiId = "", AuthorizerId = "" },
  context,
) => {
  await changeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Authorizer", AuthorizerId);
    const routes = await partStore.list(tx, ApiId, "Route");
    const user = routes.find((route) => route.AuthorizerId === AuthorizerId);
    if (user) throw authorizerIsInUse(AuthorizerId, user.RouteId);
    await partStore.remove(tx, ApiId, "Authorizer", AuthorizerId);
  });
  return {};
};
