import { integrationIsInUse } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** One that a route leads to stays. */
export const deleteIntegration: ApiGatewayV2Operation<"DeleteIntegration"> = async (
  { ApiId = "", IntegrationId = "" },
  context,
) => {
  await changeApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Integration", IntegrationId);
    const routes = await partStore.list(tx, ApiId, "Route");
    const user = routes.find(({ Target }) => Target === `integrations/${IntegrationId}`);
    if (user) throw integrationIsInUse(IntegrationId, user.RouteId);
    for (const response of await partStore.list(tx, ApiId, "IntegrationResponse"))
      if (response.IntegrationId === IntegrationId)
        await partStore.remove(tx, ApiId, "IntegrationResponse", response.IntegrationResponseId);
    await partStore.remove(tx, ApiId, "Integration", IntegrationId);
  });
  return {};
};
