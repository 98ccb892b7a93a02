import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What authorizers have said of callers of a stage is asked for anew, on every server: they know it by a number in the stage's record. */
export const resetAuthorizersCache: ApiGatewayV2Operation<"ResetAuthorizersCache"> = async (
  { ApiId = "", StageName = "" },
  context,
) => {
  await writeApi(context, ApiId, async (tx) => {
    const stage = await requirePart(tx, ApiId, "Stage", StageName);
    await partStore.put(tx, ApiId, "Stage", { ...stage, AuthorizersFlushed: (stage.AuthorizersFlushed ?? 0) + 1 });
  });
  return {};
};
