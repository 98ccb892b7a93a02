import type { ApiGatewayOperation } from "../operation.ts";

import { readApi, requirePart } from "../parts/change-api.ts";

/** Answers are not kept (cache clusters are refused by name), so there is nothing to forget. */
export const flushStageCache: ApiGatewayOperation<"FlushStageCache"> = ({ restApiId = "", stageName = "" }, context) =>
  readApi(context, restApiId, async (tx) => {
    await requirePart(tx, restApiId, "Stage", stageName);
    return {};
  });
