import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getStages: ApiGatewayOperation<"GetStages"> = ({ restApiId = "", deploymentId }, context) =>
  readApi(context, restApiId, async (tx) => {
    const stages = await partStore.list(tx, restApiId, "Stage");
    const asked = stages.filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId);
    return { item: asked.map(toPart) };
  });
