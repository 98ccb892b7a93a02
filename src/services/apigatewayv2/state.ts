import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../service.ts";
import { HttpApis } from "./requests/http-apis.ts";

/** What API Gateway keeps in memory: APIs as they are served, and what is not told yet. */
export interface ApiGatewayV2State {
  readonly httpApis: HttpApis;
  readonly domains: ServedDomains;
}

export function createApiGatewayV2State(host: ServiceHost): ApiGatewayV2State {
  return { httpApis: new HttpApis(host), domains: new ServedDomains(host) };
}
