import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../service.ts";
import { RestApis } from "./requests/rest-apis.ts";

/** What API Gateway keeps in memory of REST APIs: APIs as they are served, and what is not told yet. */
export interface ApiGatewayState {
  readonly restApis: RestApis;
  readonly domains: ServedDomains;
}

export function createApiGatewayState(host: ServiceHost): ApiGatewayState {
  return { restApis: new RestApis(host), domains: new ServedDomains(host) };
}
