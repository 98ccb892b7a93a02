import { apiStore } from "../apis/api-store.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";

export const deleteCorsConfiguration: ApiGatewayV2Operation<"DeleteCorsConfiguration"> = async (
  { ApiId = "" },
  context,
) => {
  await writeApi(context, ApiId, (tx, { CorsConfiguration: _, ...api }) => apiStore.put(tx, api));
  return {};
};
