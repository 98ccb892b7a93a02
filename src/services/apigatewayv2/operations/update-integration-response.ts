import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { merge } from "../parts/merge.ts";
import { partStore } from "../parts/part-store.ts";
import { checkIntegrationResponse } from "../responses/check-response.ts";
import { checkKeyIsFree, integrationResponsesOf, requireIntegrationResponse } from "../responses/find-response.ts";

export const updateIntegrationResponse: ApiGatewayV2Operation<"UpdateIntegrationResponse"> = async (
  { ApiId = "", IntegrationId = "", IntegrationResponseId = "", ...changes },
  context,
) => {
  const response = await changeApi(context, ApiId, async (tx) => {
    const former = await requireIntegrationResponse(tx, ApiId, IntegrationId, IntegrationResponseId);
    const changed = merge(former, changes);
    checkIntegrationResponse(changed);
    const others = (await integrationResponsesOf(tx, ApiId, IntegrationId)).filter(
      (each) => each.IntegrationResponseId !== IntegrationResponseId,
    );
    checkKeyIsFree(
      others.map((other) => other.IntegrationResponseKey),
      changed.IntegrationResponseKey,
    );
    await partStore.put(tx, ApiId, "IntegrationResponse", changed);
    return changed;
  });
  const { IntegrationId: _, ...shown } = response;
  return shown;
};
