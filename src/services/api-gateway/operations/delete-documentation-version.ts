import { conflict } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** One that a stage has stays. */
export const deleteDocumentationVersion: ApiGatewayOperation<"DeleteDocumentationVersion"> = (
  { restApiId = "", documentationVersion = "" },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    await requirePart(tx, restApiId, "DocumentationVersion", documentationVersion);
    const stages = await partStore.list(tx, restApiId, "Stage");
    const user = stages.find((stage) => stage.documentationVersion === documentationVersion);
    if (user) throw conflict(`Documentation version is associated with the stage ${user.stageName}`);
    await partStore.remove(tx, restApiId, "DocumentationVersion", documentationVersion);
    return {};
  });
