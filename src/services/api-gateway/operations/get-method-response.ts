import type { ApiGatewayOperation } from "../operation.ts";
import { readMethod, requireMethodResponse } from "../resources/find.ts";

export const getMethodResponse: ApiGatewayOperation<"GetMethodResponse"> = async ({ statusCode, ...place }, context) =>
  requireMethodResponse(await readMethod(context, place), statusCode);
