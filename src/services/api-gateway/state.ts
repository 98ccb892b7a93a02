import type { ServiceHost } from "../service.ts";
import { RestApis } from "./requests/rest-apis.ts";

/** What API Gateway keeps in memory of REST APIs: APIs as they are served, and what is not told yet. */
export interface ApiGatewayState {
  readonly restApis: RestApis;
}

export function createApiGatewayState(host: ServiceHost): ApiGatewayState {
  return { restApis: new RestApis(host) };
}
