import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getIntegrations: ApiGatewayV2Operation<"GetIntegrations"> = (input, context) =>
  listParts(context, "Integration", input);
