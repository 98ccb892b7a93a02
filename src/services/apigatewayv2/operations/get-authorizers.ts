import type { ApiGatewayV2Operation } from "../operation.ts";
import { listParts } from "../parts/list-parts.ts";

export const getAuthorizers: ApiGatewayV2Operation<"GetAuthorizers"> = (input, context) =>
  listParts(context, "Authorizer", input);
