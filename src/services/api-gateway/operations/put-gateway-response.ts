import { defaultTemplates, type GatewayResponseType, statusByType } from "../gateway-responses/gateway-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import type { GatewayResponseRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const putGatewayResponse: ApiGatewayOperation<"PutGatewayResponse"> = (
  { restApiId = "", responseType, statusCode, responseParameters = {}, responseTemplates },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const type = responseType as GatewayResponseType;
    const response: GatewayResponseRecord = {
      responseType: type,
      statusCode: statusCode ?? statusByType[type],
      responseParameters,
      responseTemplates: responseTemplates ?? { ...defaultTemplates },
      defaultResponse: false,
    };
    await partStore.put(tx, restApiId, "GatewayResponse", response);
    return response;
  });
