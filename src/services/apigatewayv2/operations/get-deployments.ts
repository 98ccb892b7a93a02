import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getDeployments: ApiGatewayV2Operation<"GetDeployments"> = (input, context) =>
  listParts(context, "Deployment", input);
