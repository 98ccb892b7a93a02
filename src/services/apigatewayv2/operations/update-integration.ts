import { checkIntegration } from "../integrations/check-integration.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi, requirePart } from "../parts/change-api.ts";
import { merge, mergeMap } from "../parts/merge.ts";
import { toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const updateIntegration: ApiGatewayV2Operation<"UpdateIntegration"> = async (
  { ApiId = "", IntegrationId = "", ...changes },
  context,
) => {
  const integration = await changeApi(context, ApiId, async (tx, api) => {
    const former = await requirePart(tx, ApiId, "Integration", IntegrationId);
    const changed = {
      ...merge(former, changes),
      RequestParameters: mergeMap(former.RequestParameters, changes.RequestParameters),
      ResponseParameters: mergeMap(former.ResponseParameters, changes.ResponseParameters),
    };
    checkIntegration(api, changed);
    await partStore.put(tx, ApiId, "Integration", changed);
    return changed;
  });
  return toPart(integration);
};
