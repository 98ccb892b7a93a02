import type { ServiceHost } from "../../service.ts";
import { TokenBuckets } from "../../token-buckets.ts";
import { limits } from "../limits.ts";
import type { ServedApi, ServedRoute, ServedStage } from "./served-api.ts";

/** One bucket of each account and region, and one of each route where the stage says more. */
export class Throttle {
  readonly #buckets: TokenBuckets;

  constructor(host: Pick<ServiceHost, "clock" | "nodes">) {
    this.#buckets = new TokenBuckets(host);
  }

  /** Whether one more request may go on; it is counted then. */
  enter({ at, api }: ServedApi, { stage }: ServedStage, { route }: ServedRoute): boolean {
    const ofRoute = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[route.RouteKey] };
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = ofRoute;
    if (rate !== undefined || burst !== undefined) {
      const key = `${api.ApiId}/${stage.StageName}/${route.RouteKey}`;
      if (!this.#buckets.take(key, rate ?? limits.requestsPerSecond, burst ?? limits.requestBurst)) return false;
    }
    return this.#buckets.take(`${at.account}/${at.region}`, limits.requestsPerSecond, limits.requestBurst);
  }
}
