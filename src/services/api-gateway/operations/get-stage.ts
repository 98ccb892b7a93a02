import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toStage } from "../stages/to-stage.ts";

export const getStage: ApiGatewayOperation<"GetStage"> = ({ restApiId = "", stageName = "" }, context) =>
  readApi(context, restApiId, async (tx) =>
    toStage(await requirePart(tx, restApiId, "Stage", stageName), context.host.clock.nowMs()),
  );
