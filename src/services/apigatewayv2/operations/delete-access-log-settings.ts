import type { ApiGatewayV2Operation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteAccessLogSettings: ApiGatewayV2Operation<"DeleteAccessLogSettings"> = async (
  { ApiId = "", StageName = "" },
  context,
) => {
  await writeApi(context, ApiId, async (tx) => {
    const { AccessLogSettings: _, ...stage } = await requirePart(tx, ApiId, "Stage", StageName);
    await partStore.put(tx, ApiId, "Stage", { ...stage, UpdatedMs: context.host.clock.nowMs() });
  });
  return {};
};
