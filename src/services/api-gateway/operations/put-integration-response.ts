import type { IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { checkIntegrationResponse } from "../integrations/check-integration-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { changeIntegration } from "../resources/find.ts";

/** As recorded: an empty template is one that says nothing, and is told as null. */
function withEmptyTemplates(response: IntegrationResponse): IntegrationResponse {
  const { responseTemplates } = response;
  if (!responseTemplates) return response;
  const templates = Object.entries(responseTemplates).map(([type, template]) => [type, template || null]);
  return { ...response, responseTemplates: Object.fromEntries(templates) };
}

export const putIntegrationResponse: ApiGatewayOperation<"PutIntegrationResponse"> = (
  { restApiId, resourceId, httpMethod, statusCode = "", ...given },
  context,
) =>
  changeIntegration(context, { restApiId, resourceId, httpMethod }, (integration) => {
    checkIntegrationResponse(given);
    const result = withEmptyTemplates({ statusCode, ...given });
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: result };
    return { integration: { ...integration, integrationResponses }, result };
  });
