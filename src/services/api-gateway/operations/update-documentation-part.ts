import { checkDocumentationPart, patchDocumentationPart } from "../documentation/documentation.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";

export const updateDocumentationPart: ApiGatewayOperation<"UpdateDocumentationPart"> = (
  { restApiId = "", documentationPartId = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, restApiId, "DocumentationPart", documentationPartId);
    const part = applyPatches(former, patchOperations, patchDocumentationPart);
    checkDocumentationPart(part);
    await partStore.put(tx, restApiId, "DocumentationPart", part);
    return part;
  });
