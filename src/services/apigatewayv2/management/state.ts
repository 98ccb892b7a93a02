import { ServedDomains } from "../../execute-api/domains/served-domains.ts";
import type { ServiceHost } from "../../service.ts";
import { ServedApis } from "../requests/served-api.ts";

/** What the management of connections keeps in memory: the APIs whose connections they are. */
export interface ManagementState {
  readonly apis: ServedApis;
  readonly domains: ServedDomains;
}

export function createManagementState(host: ServiceHost): ManagementState {
  return { apis: new ServedApis(host), domains: new ServedDomains(host) };
}
