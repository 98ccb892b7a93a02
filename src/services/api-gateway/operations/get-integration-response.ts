import type { ApiGatewayOperation } from "../operation.ts";
import { readMethod, requireIntegration, requireIntegrationResponse } from "../resources/find.ts";

export const getIntegrationResponse: ApiGatewayOperation<"GetIntegrationResponse"> = async (
  { statusCode, ...place },
  context,
) => requireIntegrationResponse(requireIntegration(await readMethod(context, place)), statusCode);
