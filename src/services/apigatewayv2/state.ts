import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../service.ts";
import { HttpApis } from "./requests/http-apis.ts";
import { type WebSockets, webSocketsWhenWanted } from "./web-sockets/web-sockets.ts";

/** What API Gateway keeps in memory: APIs as they are served, clients that are connected, and what is not told yet. */
export interface ApiGatewayV2State {
  readonly httpApis: HttpApis;
  readonly domains: ServedDomains;
  readonly webSockets: WebSockets;
}

export function createApiGatewayV2State(host: ServiceHost): ApiGatewayV2State {
  const httpApis = new HttpApis(host);
  const webSockets = webSocketsWhenWanted(host, httpApis.apis);
  return { httpApis, domains: new ServedDomains(host), webSockets };
}
