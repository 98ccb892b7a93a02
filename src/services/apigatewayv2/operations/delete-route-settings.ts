import { partNotFound } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What a stage says of one route, by its key. */
export const deleteRouteSettings: ApiGatewayV2Operation<"DeleteRouteSettings"> = async (
  { ApiId = "", StageName = "", RouteKey = "" },
  context,
) => {
  await writeApi(context, ApiId, async (tx) => {
    const stage = await requirePart(tx, ApiId, "Stage", StageName);
    const settings = new Map(Object.entries(stage.RouteSettings ?? {}));
    if (!settings.delete(RouteKey)) throw partNotFound("RouteSettings");
    const RouteSettings = Object.fromEntries(settings);
    await partStore.put(tx, ApiId, "Stage", { ...stage, RouteSettings, UpdatedMs: context.host.clock.nowMs() });
  });
  return {};
};
