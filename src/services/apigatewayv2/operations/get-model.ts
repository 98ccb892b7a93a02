import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";

export const getModel: ApiGatewayV2Operation<"GetModel"> = ({ ApiId = "", ModelId = "" }, context) =>
  readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Model", ModelId));
