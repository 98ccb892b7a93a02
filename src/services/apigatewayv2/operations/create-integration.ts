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
  const integration: IntegrationRecord = {
    ...given,
    IntegrationId: context.host.random.text(idCharacters.Integration, idAlphabet),
    ConnectionType: given.ConnectionType ?? "INTERNET",
    IntegrationMethod: given.IntegrationMethod ?? (given.IntegrationType === "AWS_PROXY" ? "POST" : undefined),
    PayloadFormatVersion: given.PayloadFormatVersion ?? "1.0",
    TimeoutInMillis: given.TimeoutInMillis ?? limits.integrationTimeoutMs,
  };
  checkIntegration(integration);
  await changeApi(context, ApiId, async (tx) => {
    if ((await partStore.list(tx, ApiId, "Integration")).length >= limits.integrationsPerApi)
      throw quotaExceeded("Integrations", limits.integrationsPerApi);
    await partStore.put(tx, ApiId, "Integration", integration);
  });
  return toPart(integration);
};
