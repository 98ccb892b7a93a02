import type { Place, ServiceHost } from "../../service.ts";
import { TokenBuckets } from "../../token-buckets.ts";
import type { ApiKeyRecord, UsagePlanRecord } from "./key-store.ts";
import type { ServedKeys } from "./served-keys.ts";
import { usageKey, usageStore } from "./usage-store.ts";

const dayMs = 24 * 60 * 60 * 1_000;
/** Of an account's APIs together: what a plan that says only one of the two has for the other. */
const requestsPerSecond = 10_000;
const requestBurst = 5_000;

/** What a request with a key is for. */
export interface KeyUse {
  readonly at: Place;
  readonly apiId: string;
  readonly stage: string;
  /** As plans name it: `/pets/GET`, a route's key. */
  readonly method: string;
}

export type KeyVerdict = { readonly key: ApiKeyRecord } | { readonly refused: "unknown" | "throttled" | "over" };

/** What API keys and their usage plans allow. Source: "Usage plans and API keys for REST APIs in API Gateway". */
export class ApiKeys {
  readonly #host: ServiceHost;
  readonly #keys: ServedKeys;
  readonly #buckets: TokenBuckets;

  constructor(host: ServiceHost, keys: ServedKeys) {
    this.#host = host;
    this.#buckets = new TokenBuckets(host);
    this.#keys = keys;
  }

  /** Counts the request. */
  async judge(use: KeyUse, value: string | undefined): Promise<KeyVerdict> {
    const { account, region } = use.at;
    const found = value ? (await this.#keys.get({ account, region })).get(value) : undefined;
    const plan = found?.plans.find(({ apiStages = [] }) =>
      apiStages.some(({ apiId, stage }) => apiId === use.apiId && stage === use.stage),
    );
    if (!found?.key.enabled || !plan) return { refused: "unknown" };
    if (!this.#enters(use, plan, found.key)) return { refused: "throttled" };
    return (await this.#isOver(use, plan, found.key)) ? { refused: "over" } : { key: found.key };
  }

  #enters({ apiId, stage, method }: KeyUse, plan: UsagePlanRecord, key: ApiKeyRecord): boolean {
    const ofStage = plan.apiStages?.find((each) => each.apiId === apiId && each.stage === stage);
    const name = `${plan.id}/${key.id}`;
    for (const [id, settings] of [
      [`${name}${method}`, ofStage?.throttle?.[method]],
      [name, plan.throttle],
    ] as const) {
      if (!settings) continue;
      const { rateLimit = requestsPerSecond, burstLimit = requestBurst } = settings;
      if (!this.#buckets.take(id, rateLimit, burstLimit)) return false;
    }
    return true;
  }

  async #isOver({ at }: KeyUse, { id, quota }: UsagePlanRecord, key: ApiKeyRecord): Promise<boolean> {
    if (!quota?.limit || !quota.period) return false;
    const { limit, period } = quota;
    const nowMs = this.#host.clock.nowMs();
    const from = firstDay(nowMs, period);
    const today = dayOf(nowMs);
    return this.#host.storage.partition(usageKey(at, id)).write(async (tx) => {
      if ((await usageStore.used(tx, key.id, from, today)) >= limit) return true;
      await usageStore.add(tx, key.id, today);
      return false;
    });
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Weeks begin on Sunday. */
function firstDay(ms: number, period: "DAY" | "WEEK" | "MONTH"): string {
  if (period === "DAY") return dayOf(ms);
  if (period === "MONTH") return `${dayOf(ms).slice(0, 7)}-01`;
  return dayOf(ms - new Date(ms).getUTCDay() * dayMs);
}
