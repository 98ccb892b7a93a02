import { servedKeys } from "../execute-api/api-keys/served-keys.ts";
import { ServedDomains } from "../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../service.ts";
import { type WhenAsked, whenAsked } from "../when-asked.ts";
import type { HttpApis } from "./requests/http-apis.ts";
import { ServedApis } from "./requests/served-api.ts";
import { type WebSockets, webSocketsWhenWanted } from "./web-sockets/web-sockets.ts";

/** What API Gateway keeps in memory: APIs as they are served, clients that are connected, and what is not told yet. */
export interface ApiGatewayV2State {
  readonly apis: ServedApis;
  /** Their code is read with the first request to one. */
  readonly httpApis: WhenAsked<HttpApis>;
  readonly domains: ServedDomains;
  readonly webSockets: WebSockets;
}

export function createApiGatewayV2State(host: ServiceHost): ApiGatewayV2State {
  const apis = new ServedApis(host);
  const httpApis = whenAsked(async () => {
    const { HttpApis } = await import("./requests/http-apis.ts");
    return new HttpApis(host, apis);
  });
  return {
    apis,
    httpApis,
    domains: new ServedDomains(host),
    webSockets: webSocketsWhenWanted(host, apis, servedKeys(host)),
  };
}
