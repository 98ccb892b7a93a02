import { checkIntegrationResponse } from "../integrations/check-integration-response.ts";
import { patchIntegrationResponse } from "../integrations/patch-integration.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";
import { changeIntegration, requireIntegrationResponse } from "../resources/find.ts";

export const updateIntegrationResponse: ApiGatewayOperation<"UpdateIntegrationResponse"> = (
  { patchOperations, statusCode = "", ...place },
  context,
) =>
  changeIntegration(context, place, (integration) => {
    const former = requireIntegrationResponse(integration, statusCode);
    const result = applyPatches(former, patchOperations, patchIntegrationResponse);
    checkIntegrationResponse(result);
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: result };
    return { integration: { ...integration, integrationResponses }, result };
  });
