import { TokenBuckets } from "../../execute-api/token-buckets.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { ApiKeyRecord, UsagePlanRecord } from "../parts/part.ts";
import { usageKey, usageStore } from "../usage-plans/usage-store.ts";
import type { Asked, Authorized } from "./asked.ts";
import { invalidKey, quotaExceeded, throttled } from "./gateway-error.ts";
import type { ServedApis } from "./served-api.ts";

const dayMs = 24 * 60 * 60 * 1_000;

/** What API keys and their usage plans allow. Source: "Usage plans and API keys for REST APIs in API Gateway". */
export class ApiKeys {
  readonly #host: ServiceHost;
  readonly #apis: ServedApis;
  readonly #buckets: TokenBuckets;

  constructor(host: ServiceHost, apis: ServedApis) {
    this.#host = host;
    this.#apis = apis;
    this.#buckets = new TokenBuckets(host);
  }

  /** The caller's key. Throws GatewayError for one that is none, and for one that has been used too often. */
  async admit(asked: Asked, value: string | undefined): Promise<ApiKeyRecord> {
    const { at, api, stageName } = asked;
    const found = value ? await this.#apis.findKey(at, value) : undefined;
    const plan = found?.plans.find(({ apiStages = [] }) =>
      apiStages.some(({ apiId, stage }) => apiId === api.id && stage === stageName),
    );
    if (!found?.key.enabled || !plan) throw invalidKey();
    this.#throttle(asked, plan, found.key);
    await this.#count(asked, plan, found.key);
    return found.key;
  }

  #throttle({ api, stageName, resource, request }: Asked, plan: UsagePlanRecord, key: ApiKeyRecord): void {
    const stage = plan.apiStages?.find((each) => each.apiId === api.id && each.stage === stageName);
    const ofMethod = stage?.throttle?.[`${resource.path}/${request.method}`];
    const name = `${plan.id}/${key.id}`;
    for (const [id, settings] of [
      [`${name}${resource.path}/${request.method}`, ofMethod],
      [name, plan.throttle],
    ] as const) {
      if (!settings) continue;
      const { rateLimit = limits.requestsPerSecond, burstLimit = limits.requestBurst } = settings;
      if (!this.#buckets.take(id, rateLimit, burstLimit)) throw throttled();
    }
  }

  async #count({ at }: Asked, { id, quota }: UsagePlanRecord, key: ApiKeyRecord): Promise<void> {
    if (!quota?.limit || !quota.period) return;
    const { limit, period } = quota;
    const nowMs = this.#host.clock.nowMs();
    const from = firstDay(nowMs, period);
    const today = dayOf(nowMs);
    const isOver = await this.#host.storage.partition(usageKey(at, id)).write(async (tx) => {
      if ((await usageStore.used(tx, key.id, from, today)) >= limit) return true;
      await usageStore.add(tx, key.id, today);
      return false;
    });
    if (isOver) throw quotaExceeded();
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

export function keyValue(
  { api }: Asked,
  headers: Readonly<Record<string, string>>,
  { usageIdentifierKey }: Authorized,
) {
  return api.apiKeySource === "AUTHORIZER" ? usageIdentifierKey : headers["x-api-key"];
}
