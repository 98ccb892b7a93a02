import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { apiPlaceKey } from "./api.ts";
import { apiPlaceStore } from "./api-store.ts";

/** Whose the APIs are that requests are made to, by their ids; undefined for one that is no REST API. */
export function servedPlaces(host: ServiceHost): SharedCache<string, Place | undefined> {
  return host.caches.create<string, Place | undefined>({
    most: limits.apisInMemory,
    kind: apiPlaceKey("").kind,
    tables: { apigateway_places: undefined },
    textOf: (apiId) => apiId,
    partitionOf: apiPlaceKey,
    load: (apiId) => host.storage.partition(apiPlaceKey(apiId)).read(apiPlaceStore.find),
  });
}
