import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getRoute: ApiGatewayV2Operation<"GetRoute"> = async ({ ApiId = "", RouteId = "" }, context) =>
  toPart(await readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Route", RouteId)));
