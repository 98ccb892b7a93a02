import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { toResource } from "../resources/to-resource.ts";

/** In the order of their paths. */
export const getResources: ApiGatewayOperation<"GetResources"> = async (
  { restApiId = "", embed, ...input },
  context,
) => {
  const all = await readApi(context, restApiId, (tx) => partStore.list(tx, restApiId, "Resource"));
  const byPath = (resource: ResourceRecord) => resource.path;
  const sorted = all.toSorted((one, other) => (byPath(one) < byPath(other) ? -1 : 1));
  const { items, position } = await toPage(input, byPath, fromList(sorted, byPath));
  return { items: items.map((resource) => toResource(resource, embed)), position };
};
