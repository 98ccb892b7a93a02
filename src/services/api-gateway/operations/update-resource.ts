import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";
import { findResource } from "../resources/find.ts";
import { checkPathPart, checkPlace, move, pathBelow, subtree } from "../resources/resource-tree.ts";
import { toResource } from "../resources/to-resource.ts";

export const updateResource: ApiGatewayOperation<"UpdateResource"> = (
  { restApiId = "", resourceId, patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await findResource(tx, { restApiId, resourceId });
    const all = await partStore.list(tx, restApiId, "Resource");
    const changed = applyPatches(former, patchOperations, (resource, patch) => {
      checkMember(patch, ["/parentId", "/pathPart"]);
      const [name] = patch.steps;
      if (former.parentId === undefined) throw invalid(`Root resource cannot update its ${name}.`);
      return { ...resource, [name as "parentId"]: patch.value ?? "" };
    });
    const { parentId = "", pathPart = "" } = changed;
    if (former.parentId === undefined) return toResource(former);
    const parent = await findResource(tx, { restApiId, resourceId: parentId });
    checkPathPart(pathPart);
    if (subtree(all, former.id).some(({ id }) => id === parentId)) throw invalid("Resources cannot be cyclical.");
    checkPlace(all, parent, changed);
    const moved = { ...changed, path: pathBelow(parent, pathPart) };
    await move(tx, restApiId, all, moved);
    return toResource(moved);
  });
