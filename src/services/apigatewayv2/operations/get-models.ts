import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getModels: ApiGatewayV2Operation<"GetModels"> = (input, context) => listParts(context, "Model", input);
