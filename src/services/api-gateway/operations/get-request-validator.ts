import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";

export const getRequestValidator: ApiGatewayOperation<"GetRequestValidator"> = (
  { restApiId = "", requestValidatorId = "" },
  context,
) => read(context, (tx) => requirePart(tx, restApiId, "RequestValidator", requestValidatorId));
