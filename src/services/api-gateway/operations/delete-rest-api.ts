import { apiStore } from "../apis/api-store.ts";
import { snapshotStore } from "../deployments/snapshot-store.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Whose it was stays known: its id is given to no other. */
export const deleteRestApi: ApiGatewayOperation<"DeleteRestApi"> = ({ restApiId = "" }, context) =>
  writeApi(context, restApiId, async (tx) => {
    const plans = await partStore.list(tx, ofAccount, "UsagePlan");
    if (plans.some(({ apiStages = [] }) => apiStages.some(({ apiId }) => apiId === restApiId)))
      throw invalid("Cannot delete REST API because it has stages that are part of usage plans");
    await partStore.removeAll(tx, restApiId);
    await snapshotStore.removeAll(tx, restApiId);
    await apiStore.remove(tx, restApiId);
    return {};
  });
