import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getAuthorizer: ApiGatewayV2Operation<"GetAuthorizer"> = async (
  { ApiId = "", AuthorizerId = "" },
  context,
) => toPart(await readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Authorizer", AuthorizerId)));
