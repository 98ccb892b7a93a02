import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getStage: ApiGatewayOperation<"GetStage"> = ({ restApiId = "", stageName = "" }, context) =>
  readApi(context, restApiId, async (tx) => toPart(await requirePart(tx, restApiId, "Stage", stageName)));
