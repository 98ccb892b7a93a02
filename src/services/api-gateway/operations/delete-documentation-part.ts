import type { ApiGatewayOperation } from "../operation.ts";

import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteDocumentationPart: ApiGatewayOperation<"DeleteDocumentationPart"> = (
  { restApiId = "", documentationPartId = "" },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    await requirePart(tx, restApiId, "DocumentationPart", documentationPartId);
    await partStore.remove(tx, restApiId, "DocumentationPart", documentationPartId);
    return {};
  });
