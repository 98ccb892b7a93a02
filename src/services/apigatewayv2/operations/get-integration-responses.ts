import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPage } from "../parts/list-parts.ts";
import type { IntegrationResponseRecord } from "../parts/part.ts";
import { integrationResponsesOf } from "../responses/find-response.ts";

export const getIntegrationResponses: ApiGatewayV2Operation<"GetIntegrationResponses"> = async (
  { ApiId = "", IntegrationId = "", ...page },
  context,
) => {
  const { Items, NextToken } = await readApi(context, ApiId, async (tx) => {
    await requirePart(tx, ApiId, "Integration", IntegrationId);
    const all = await integrationResponsesOf(tx, ApiId, IntegrationId);
    return toPage(
      page,
      (response: IntegrationResponseRecord) => response.IntegrationResponseId,
      async (after, most) =>
        all.filter((response: IntegrationResponseRecord) => response.IntegrationResponseId > after).slice(0, most),
    );
  });
  return { Items: Items.map(({ IntegrationId: _, ...shown }) => shown), NextToken };
};
