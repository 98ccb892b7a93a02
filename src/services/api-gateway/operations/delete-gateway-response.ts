import { notFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteGatewayResponse: ApiGatewayOperation<"DeleteGatewayResponse"> = (
  { restApiId = "", responseType = "" },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    if (!(await partStore.find(tx, restApiId, "GatewayResponse", responseType)))
      throw notFound("Gateway response type not defined on api");
    await partStore.remove(tx, restApiId, "GatewayResponse", responseType);
    return {};
  });
