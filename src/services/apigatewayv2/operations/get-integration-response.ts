import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { requireIntegrationResponse } from "../responses/find-response.ts";

export const getIntegrationResponse: ApiGatewayV2Operation<"GetIntegrationResponse"> = async (
  { ApiId = "", IntegrationId = "", IntegrationResponseId = "" },
  context,
) => {
  const { IntegrationId: _, ...shown } = await readApi(context, ApiId, (tx) =>
    requireIntegrationResponse(tx, ApiId, IntegrationId, IntegrationResponseId),
  );
  return shown;
};
