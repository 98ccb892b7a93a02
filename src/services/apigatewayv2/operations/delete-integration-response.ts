import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { requireIntegrationResponse } from "../responses/find-response.ts";

export const deleteIntegrationResponse: ApiGatewayV2Operation<"DeleteIntegrationResponse"> = async (
  { ApiId = "", IntegrationId = "", IntegrationResponseId = "" },
  context,
) => {
  await changeApi(context, ApiId, async (tx) => {
    await requireIntegrationResponse(tx, ApiId, IntegrationId, IntegrationResponseId);
    await partStore.remove(tx, ApiId, "IntegrationResponse", IntegrationResponseId);
  });
  return {};
};
