import { effectiveResponse, gatewayResponseTypes } from "../gateway-responses/gateway-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import type { GatewayResponseRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Those that the API has not been told of, too. */
export const getGatewayResponses: ApiGatewayOperation<"GetGatewayResponses"> = (
  { restApiId = "", ...input },
  context,
) =>
  readApi(context, restApiId, async (tx) => {
    const own = await partStore.list(tx, restApiId, "GatewayResponse");
    const all = gatewayResponseTypes.map((type) => effectiveResponse(own, type));
    const byType = (response: GatewayResponseRecord) => response.responseType;
    return toPage(input, byType, fromList(all, byType));
  });
