import type { ServiceHost } from "../service.ts";
import { IssuerKeys } from "../web-token/issuer-keys.ts";

/** What STS keeps in memory, from the server's start to its stop. */
export interface StsState {
  readonly issuerKeys: IssuerKeys;
}

export function createStsState(host: ServiceHost): StsState {
  return { issuerKeys: new IssuerKeys(host) };
}
