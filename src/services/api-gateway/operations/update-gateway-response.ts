import {
  defaultResponse,
  type GatewayResponseType,
  patchGatewayResponse,
} from "../gateway-responses/gateway-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";

export const updateGatewayResponse: ApiGatewayOperation<"UpdateGatewayResponse"> = (
  { restApiId = "", responseType, patchOperations },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const type = responseType as GatewayResponseType;
    const former = (await partStore.find(tx, restApiId, "GatewayResponse", type)) ?? defaultResponse(type);
    const changed = applyPatches(former, patchOperations, patchGatewayResponse);
    const response = { ...changed, defaultResponse: false };
    await partStore.put(tx, restApiId, "GatewayResponse", response);
    return response;
  });
