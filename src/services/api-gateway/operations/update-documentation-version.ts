import { toDocumentationVersion } from "../documentation/documentation.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";

export const updateDocumentationVersion: ApiGatewayOperation<"UpdateDocumentationVersion"> = (
  { restApiId = "", documentationVersion = "", patchOperations },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const former = await requirePart(tx, restApiId, "DocumentationVersion", documentationVersion);
    const version = applyPatches(former, patchOperations, (each, patch) => {
      checkMember(patch, ["/description"]);
      return { ...each, description: patch.value };
    });
    await partStore.put(tx, restApiId, "DocumentationVersion", version);
    return toDocumentationVersion(version);
  });
