import { hash } from "node:crypto";
import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import { askOthers } from "../../ask-others.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { StageRecord } from "../parts/part.ts";
import { cachingOf } from "../stages/method-settings.ts";
import { type Asked, conditionsOf, requestArn } from "./asked.ts";
import { accessDenied } from "./gateway-error.ts";
import { type RequestValues, requestValue } from "./parameters.ts";
import type { RestAnswer } from "./rest-answer.ts";

interface Kept {
  readonly answer: RestAnswer;
  readonly untilMs: number;
}

/** How a request may be answered from what is kept. */
export interface CacheUse {
  readonly settings: MethodSetting;
  /** It is to be asked for anew. */
  readonly isInvalidating: boolean;
  /** Which requests have the same answer is for what they say to tell. */
  readonly scope: string;
  /** The client wanted that, and may not. */
  readonly warning: string | undefined;
}

const invalidate = "api-gateway.invalidate-answer";
const ignored = "199 Cache-control headers were ignored because the caller was unauthorized.";

/**
 * Answers of methods whose stage keeps them, on each server its own; what is forgotten is so on all. Source: "Cache settings for REST APIs in API Gateway". Assumed
 * where it says nothing: answers of 2xx are kept, and a method's own, whatever namespace its integration shares.
 */
export class AnswerCache {
  readonly #host: ServiceHost;
  readonly #kept = new BoundedCache<string, Kept>(limits.cacheBytes, weightOf);

  constructor(host: ServiceHost) {
    this.#host = host;
    host.peers.answer(invalidate, async (key) => {
      this.#kept.delete(String(key));
      return null;
    });
  }

  /** Undefined for a method whose answers are not kept. Throws GatewayError for who asks anew, and may not. */
  async use(
    asked: Asked,
    stage: StageRecord,
    signer: () => Promise<Principal | undefined>,
  ): Promise<CacheUse | undefined> {
    const { resource, request, isCanary } = asked;
    const settings =
      cachingOf(stage, resource.path, request.method) ??
      (resource.methods[request.method] ? undefined : cachingOf(stage, resource.path, "ANY"));
    if (!settings) return undefined;
    const isOwn = isCanary && !stage.canarySettings?.useStageCache;
    const { cacheNamespace = resource.id } = asked.integration;
    const scope = `${asked.api.id}/${stage.stageName}/${stage.cacheFlushed ?? 0}/${isOwn ? "canary" : ""}/${cacheNamespace}/${request.method}`;
    const wantsAnew = asksAnew(asked);
    const isAllowed =
      wantsAnew && (!settings.requireAuthorizationForCacheControl || (await this.#mayInvalidate(asked, signer)));
    const strategy = settings.unauthorizedCacheControlHeaderStrategy ?? "SUCCEED_WITH_RESPONSE_HEADER";
    const isRefused = wantsAnew && !isAllowed;
    if (isRefused && strategy === "FAIL_WITH_403") throw accessDenied("User is not authorized to access this resource");
    const warning = isRefused && strategy === "SUCCEED_WITH_RESPONSE_HEADER" ? ignored : undefined;
    return { settings, scope, isInvalidating: isAllowed, warning };
  }

  find(use: CacheUse, values: RequestValues): RestAnswer | undefined {
    if (use.isInvalidating) return undefined;
    const kept = this.#kept.get(keyOf(use, values));
    return kept && kept.untilMs > this.#host.clock.nowMs() ? kept.answer : undefined;
  }

  async keep(use: CacheUse, values: RequestValues, answer: RestAnswer): Promise<void> {
    const key = keyOf(use, values);
    const { cacheTtlInSeconds: ttlSeconds = 300 } = use.settings;
    const mayBeKept = answer.status >= 200 && answer.status < 300 && answer.body.length <= limits.cachedAnswerBytes;
    if (use.isInvalidating) await askOthers(this.#host, invalidate, key);
    if (mayBeKept && ttlSeconds > 0)
      this.#kept.set(key, { answer, untilMs: this.#host.clock.nowMs() + ttlSeconds * 1_000 });
    else if (use.isInvalidating) this.#kept.delete(key);
  }

  forget(): void {
    this.#kept.clear();
  }

  async #mayInvalidate(asked: Asked, signer: () => Promise<Principal | undefined>): Promise<boolean> {
    const principal = await signer();
    if (!principal) return false;
    const { allowed, reason } = await this.#host.access.authorize({
      principal,
      action: "execute-api:InvalidateCache",
      resource: requestArn(asked),
      resourceAccount: asked.at.account,
      resourcePolicy: undefined,
      conditions: conditionsOf(asked, principal, this.#host),
    });
    if (!allowed && this.#host.config.auth === "open")
      this.#host.log.warn(`would be denied on AWS: execute-api:InvalidateCache for ${principal.arn} ${reason}`);
    return allowed || this.#host.config.auth === "open";
  }
}

/** `Cache-Control: max-age=0` */
function asksAnew({ request }: Asked): boolean {
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2)
    if (request.rawHeaders[at]?.toLowerCase() === "cache-control")
      return /(?:^|[\s,])max-age=0(?:$|[\s,])/i.test(request.rawHeaders[at + 1] ?? "");
  return false;
}

/** By what the integration's key parameters are of this request; without any, all requests have one answer. */
function keyOf({ scope }: CacheUse, values: RequestValues): string {
  const { cacheKeyParameters = [], requestParameters = {} } = values.asked.integration;
  if (cacheKeyParameters.length === 0) return scope;
  const told = cacheKeyParameters.map((name) => {
    const source = name.startsWith("method.") ? name : requestParameters[name];
    return source === undefined ? null : (requestValue(source, values) ?? null);
  });
  return `${scope} ${hash("sha256", JSON.stringify(told), "hex")}`;
}

/** A kilobyte for what is besides the body. */
function weightOf({ answer }: Kept): number {
  return answer.body.length + 1_024;
}
