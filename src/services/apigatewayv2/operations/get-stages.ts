import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getStages: ApiGatewayV2Operation<"GetStages"> = (input, context) => listParts(context, "Stage", input);
