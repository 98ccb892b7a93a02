import { idAlphabet } from "../apis/api.ts";
import { quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { type IntegrationResponseRecord, idCharacters } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkIntegrationResponse, requireWebSocket } from "../responses/check-response.ts";
import { checkKeyIsFree, integrationResponsesOf } from "../responses/find-response.ts";

export const createIntegrationResponse: ApiGatewayV2Operation<"CreateIntegrationResponse"> = async (
  { ApiId = "", IntegrationId = "", IntegrationResponseKey = "", ...given },
  context,
) => {
  const response: IntegrationResponseRecord = {
    ...given,
    IntegrationResponseId: context.host.random.text(idCharacters.IntegrationResponse, idAlphabet),
    IntegrationResponseKey,
    IntegrationId,
  };
  await changeApi(context, ApiId, async (tx, api) => {
    requireWebSocket(api, "Integration responses");
    await requirePart(tx, ApiId, "Integration", IntegrationId);
    checkIntegrationResponse(response);
    const others = await integrationResponsesOf(tx, ApiId, IntegrationId);
    checkKeyIsFree(
      others.map((other) => other.IntegrationResponseKey),
      IntegrationResponseKey,
    );
    if (others.length >= limits.responsesPerApi) throw quotaExceeded("Integration responses", limits.responsesPerApi);
    await partStore.put(tx, ApiId, "IntegrationResponse", response);
  });
  const { IntegrationId: _, ...shown } = response;
  return shown;
};
