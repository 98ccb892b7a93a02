import { idAlphabet } from "../apis/api.ts";
import { quotaExceeded } from "../errors.ts";
import { checkIntegration } from "../integrations/check-integration.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { type IntegrationRecord, idCharacters, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createIntegration: ApiGatewayV2Operation<"CreateIntegration"> = async (
  { ApiId = "", ...given },
  context,
) => {
  const base: IntegrationRecord = {
    ...given,
    IntegrationId: context.host.random.text(idCharacters.Integration, idAlphabet),
    ConnectionType: given.ConnectionType ?? "INTERNET",
    IntegrationMethod:
      given.IntegrationMethod ??
      (given.IntegrationType === "AWS_PROXY" && given.IntegrationSubtype === undefined ? "POST" : undefined),
    PayloadFormatVersion: given.PayloadFormatVersion ?? "1.0",
  };
  const made = await changeApi(context, ApiId, async (tx, api) => {
    const integration = api.ProtocolType === "WEBSOCKET" ? ofWebSocket(base) : ofHttp(base);
    checkIntegration(api, integration);
    if ((await partStore.list(tx, ApiId, "Integration")).length >= limits.integrationsPerApi)
      throw quotaExceeded("Integrations", limits.integrationsPerApi);
    await partStore.put(tx, ApiId, "Integration", integration);
    return integration;
  });
  return toPart(made);
};

function ofHttp(integration: IntegrationRecord): IntegrationRecord {
  return { ...integration, TimeoutInMillis: integration.TimeoutInMillis ?? limits.integrationTimeoutMs };
}

const byStatus = "$integration.response.statuscode";

/** What AWS says of one that nothing is said of. */
function ofWebSocket(integration: IntegrationRecord): IntegrationRecord {
  const { IntegrationType = "" } = integration;
  const isProxy = IntegrationType.endsWith("_PROXY");
  return {
    ...integration,
    TimeoutInMillis: integration.TimeoutInMillis ?? limits.webSocketTimeoutMs,
    PassthroughBehavior: integration.PassthroughBehavior ?? "WHEN_NO_MATCH",
    ...(!isProxy && {
      IntegrationResponseSelectionExpression: byStatus,
    }),
  };
}
