import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { findResource } from "../resources/find.ts";
import { subtree } from "../resources/resource-tree.ts";

/** Takes everything below it away, too. */
export const deleteResource: ApiGatewayOperation<"DeleteResource"> = ({ restApiId = "", resourceId }, context) =>
  write(context, async (tx) => {
    const { id, parentId } = await findResource(tx, { restApiId, resourceId });
    if (parentId === undefined) throw invalid("Root resource cannot be deleted.");
    const all = await partStore.list(tx, restApiId, "Resource");
    for (const each of subtree(all, id)) await partStore.remove(tx, restApiId, "Resource", each.id);
    return {};
  });
