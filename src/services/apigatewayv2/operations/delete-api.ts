import { apiPlaceKey } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { snapshotStore } from "../deployments/snapshot-store.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteApi: ApiGatewayV2Operation<"DeleteApi"> = async ({ ApiId = "" }, context) => {
  await writeApi(context, ApiId, async (tx) => {
    await partStore.removeAll(tx, ApiId);
    await snapshotStore.removeAll(tx, ApiId);
    await apiStore.remove(tx, ApiId);
  });
  await context.host.storage.partition(apiPlaceKey(ApiId)).drop();
  return {};
};
