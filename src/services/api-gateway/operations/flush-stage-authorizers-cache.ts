import type { ApiGatewayOperation } from "../operation.ts";

import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What authorizers have said of callers is asked anew, on every server: the stage's record tells them. */
export const flushStageAuthorizersCache: ApiGatewayOperation<"FlushStageAuthorizersCache"> = (
  { restApiId = "", stageName = "" },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const stage = await requirePart(tx, restApiId, "Stage", stageName);
    await partStore.put(tx, restApiId, "Stage", { ...stage, authorizersFlushed: (stage.authorizersFlushed ?? 0) + 1 });
    return {};
  });
