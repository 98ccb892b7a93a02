import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { findResource } from "../resources/find.ts";
import { checkPathPart, checkPlace, pathBelow } from "../resources/resource-tree.ts";
import { toResource } from "../resources/to-resource.ts";

export const createResource: ApiGatewayOperation<"CreateResource"> = (
  { restApiId = "", parentId = "", pathPart = "" },
  context,
) =>
  write(context, async (tx) => {
    const parent = await findResource(tx, { restApiId, resourceId: parentId });
    checkPathPart(pathPart);
    const all = await partStore.list(tx, restApiId, "Resource");
    const id = newId(context);
    checkPlace(all, parent, { id, pathPart });
    if (all.length >= limits.resourcesPerApi)
      throw limitExceeded("Maximum number of resources for this API has been reached");
    const resource: ResourceRecord = { id, parentId, pathPart, path: pathBelow(parent, pathPart), methods: {} };
    await partStore.put(tx, restApiId, "Resource", resource);
    return toResource(resource);
  });
