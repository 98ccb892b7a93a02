import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getIntegration: ApiGatewayV2Operation<"GetIntegration"> = async (
  { ApiId = "", IntegrationId = "" },
  context,
) => toPart(await readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Integration", IntegrationId)));
