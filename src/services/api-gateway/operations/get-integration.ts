import type { ApiGatewayOperation } from "../operation.ts";
import { readMethod, requireIntegration } from "../resources/find.ts";

export const getIntegration: ApiGatewayOperation<"GetIntegration"> = async (input, context) =>
  requireIntegration(await readMethod(context, input));
