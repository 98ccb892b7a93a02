import type { SharedCache } from "../../cluster/cluster.ts";
import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { Place, ServiceHost } from "../service.ts";
import { type WhenAsked, whenAsked } from "../when-asked.ts";
import { servedPlaces } from "./apis/served-places.ts";
import type { RestApis } from "./requests/rest-apis.ts";

/** What API Gateway keeps in memory of REST APIs: whose they are, APIs as they are served, and what is not told yet. */
export interface ApiGatewayState {
  readonly places: SharedCache<string, Place | undefined>;
  /** Their code is read with the first request to one. */
  readonly restApis: WhenAsked<RestApis>;
  readonly domains: ServedDomains;
}

export function createApiGatewayState(host: ServiceHost): ApiGatewayState {
  const places = servedPlaces(host);
  const restApis = whenAsked(async () => {
    const { RestApis } = await import("./requests/rest-apis.ts");
    return new RestApis(host, places);
  });
  return { places, restApis, domains: new ServedDomains(host) };
}
