import { billStored } from "../../usage/stored.ts";
import { kind } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { limits } from "../limits.ts";
import { partStore } from "../parts/part-store.ts";
import type { ApiGatewayState } from "../state.ts";

/** The hours of stages' cache clusters on the bill, by their size. */
export const storedCaches = billStored<ApiGatewayState>({
  kind,
  list: async function* (key, { host }) {
    const partition = host.storage.partition(key);
    for (const api of await partition.read((tx) => apiStore.list(tx, "", limits.apisPerRegion)))
      for (const stage of await partition.read((tx) => partStore.list(tx, api.id, "Stage")))
        if (stage.cacheClusterEnabled)
          yield {
            service: "Amazon API Gateway",
            usageType: `ApiGatewayCacheUsage:${stage.cacheClusterSize ?? "0.5"}GB`,
            operation: "ApiGatewayCaching",
            resource: `${api.name}/${stage.stageName}`,
            tags: { ...api.tags, ...stage.tags },
            amount: 1,
            per: "hour",
          };
  },
});
