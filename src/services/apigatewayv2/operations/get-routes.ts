import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getRoutes: ApiGatewayV2Operation<"GetRoutes"> = (input, context) => listParts(context, "Route", input);
