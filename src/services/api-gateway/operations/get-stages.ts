import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { toStage } from "../stages/to-stage.ts";

export const getStages: ApiGatewayOperation<"GetStages"> = ({ restApiId = "", deploymentId }, context) =>
  readApi(context, restApiId, async (tx) => {
    const stages = await partStore.list(tx, restApiId, "Stage");
    const asked = stages.filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId);
    return { item: asked.map((stage) => toStage(stage, context.host.clock.nowMs())) };
  });
