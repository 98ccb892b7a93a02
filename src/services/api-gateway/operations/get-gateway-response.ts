import { effectiveResponse, type GatewayResponseType } from "../gateway-responses/gateway-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const getGatewayResponse: ApiGatewayOperation<"GetGatewayResponse"> = (
  { restApiId = "", responseType },
  context,
) =>
  readApi(context, restApiId, async (tx) => {
    const type = responseType as GatewayResponseType;
    return effectiveResponse(await partStore.list(tx, restApiId, "GatewayResponse"), type);
  });
