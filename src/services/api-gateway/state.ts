import { servedKeys } from "../execute-api/api-keys/served-keys.ts";
import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../service.ts";
import { type WhenAsked, whenAsked } from "../when-asked.ts";
import type { RestApis } from "./requests/rest-apis.ts";
import { ServedApis } from "./requests/served-api.ts";

/** What API Gateway keeps in memory of REST APIs: APIs as they are served, and what is not told yet. */
export interface ApiGatewayState {
  /** Their caches are there from the start: a server without them tells the others of no change. */
  readonly apis: ServedApis;
  /** The code of requests is read with the first one. */
  readonly restApis: WhenAsked<RestApis>;
  readonly domains: ServedDomains;
}

export function createApiGatewayState(host: ServiceHost): ApiGatewayState {
  const apis = new ServedApis(host);
  const keys = servedKeys(host);
  const restApis = whenAsked(async () => {
    const { RestApis } = await import("./requests/rest-apis.ts");
    return new RestApis(host, apis, keys);
  });
  return { apis, restApis, domains: new ServedDomains(host) };
}
