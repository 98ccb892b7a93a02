import type { ApiGatewayOperation } from "../operation.ts";
import { changeIntegration, requireIntegrationResponse } from "../resources/find.ts";

export const deleteIntegrationResponse: ApiGatewayOperation<"DeleteIntegrationResponse"> = (
  { statusCode = "", ...place },
  context,
) =>
  changeIntegration(context, place, (integration) => {
    requireIntegrationResponse(integration, statusCode);
    const { [statusCode]: _, ...integrationResponses } = integration.integrationResponses ?? {};
    const { integrationResponses: __, ...rest } = integration;
    const isLast = Object.keys(integrationResponses).length === 0;
    return { integration: isLast ? rest : { ...rest, integrationResponses }, result: {} };
  });
