import { checkIntegrationResponse } from "../integrations/check-integration-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { changeIntegration } from "../resources/find.ts";

export const putIntegrationResponse: ApiGatewayOperation<"PutIntegrationResponse"> = (
  { restApiId, resourceId, httpMethod, statusCode = "", ...given },
  context,
) =>
  changeIntegration(context, { restApiId, resourceId, httpMethod }, (integration) => {
    checkIntegrationResponse(given);
    const result = { statusCode, ...given };
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: result };
    return { integration: { ...integration, integrationResponses }, result };
  });
