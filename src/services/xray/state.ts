import type { ServiceHost } from "../service.ts";
import { UsageMeter } from "../usage/usage-meter.ts";

/** What X-Ray keeps in memory, from the server's start to its stop: what is not on the bill yet. */
export interface XRayState {
  readonly usage: UsageMeter;
}

export function createXRayState(host: ServiceHost): XRayState {
  return { usage: new UsageMeter(host) };
}
