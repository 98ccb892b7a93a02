import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { ServiceHost } from "../service-host.ts";
import { requestOutside } from "../targets/outside-request.ts";
import type { WebKey } from "./web-token.ts";

const limits = {
  issuers: 100,
  keptMs: 60 * 60 * 1_000,
  /** Those of an issuer that cannot be asked. Source: "Control access to HTTP APIs with JWT authorizers". */
  keptUnaskedMs: 2 * 60 * 60 * 1_000,
  /** Ours: one that could not be asked is not asked by the very next request again. */
  restMs: 1_000,
  askAgainMs: 60_000,
  timeoutMs: 5_000,
  documentBytes: 1_048_576,
  keys: 100,
} as const;

interface Known {
  /** Undefined until they have come for the first time. */
  keys: readonly WebKey[] | undefined;
  /** When these were read. */
  readMs: number;
  /** When the issuer was asked last, whatever came of it. */
  askedMs: number;
  /** Why it could not be asked, at `askedMs`. */
  failure: Error | undefined;
  /** While they are being read. */
  reading: Promise<readonly WebKey[]> | undefined;
}

const unknown: Known = { keys: undefined, readMs: 0, askedMs: 0, failure: undefined, reading: undefined };

type Host = Pick<ServiceHost, "clock" | "config">;

/** The keys that issuers publish, fetched from them and kept for an hour. */
export class IssuerKeys {
  readonly #host: Host;
  readonly #known = new BoundedCache<string, Known>(limits.issuers);

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * Whether a key of the issuer `fits`. One that has none which does may have changed its keys: it is asked again, once a minute at most. One that cannot be
   * asked keeps its keys for another hour. Rejects where there are none to be had: without a network, nobody can be proven.
   */
  async some(issuer: string, fits: (keys: readonly WebKey[]) => boolean): Promise<boolean> {
    const known = this.#known.get(issuer) ?? this.#known.set(issuer, { ...unknown });
    const { clock } = this.#host;
    const keys = await this.#keysOf(issuer, known);
    if (fits(keys)) return true;
    if (clock.nowMs() - known.askedMs < limits.askAgainMs) return false;
    const later = await this.#read(issuer, known).catch(() => keys);
    return later !== keys && fits(later);
  }

  forget(): void {
    this.#known.clear();
  }

  async #keysOf(issuer: string, known: Known): Promise<readonly WebKey[]> {
    const nowMs = this.#host.clock.nowMs();
    const { keys, readMs, askedMs, failure } = known;
    if (keys && nowMs - readMs < limits.keptMs) return keys;
    const kept = keys && nowMs - readMs < limits.keptUnaskedMs ? keys : undefined;
    // Who has its keys need not wait for it again and again.
    const restMs = kept ? limits.askAgainMs : limits.restMs;
    if (failure && nowMs - askedMs < restMs) return kept ?? Promise.reject(failure);
    return this.#read(issuer, known).catch((error: unknown) => kept ?? Promise.reject(error));
  }

  /** Once for all who ask at the same time. */
  #read(issuer: string, known: Known): Promise<readonly WebKey[]> {
    known.reading ??= fetchKeys(this.#host, issuer)
      .then((keys) => {
        Object.assign(known, { keys, readMs: this.#host.clock.nowMs(), failure: undefined });
        return keys;
      })
      .catch((error: Error) => {
        known.failure = error;
        throw error;
      })
      .finally(() => {
        known.askedMs = this.#host.clock.nowMs();
        known.reading = undefined;
      });
    return known.reading;
  }
}

/** Source: "OpenID Connect Discovery 1.0", 4. */
async function fetchKeys(host: Host, issuer: string): Promise<readonly WebKey[]> {
  const configuration = await fetchDocument(host, `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const { jwks_uri: uri, issuer: named } = configuration as { jwks_uri?: unknown; issuer?: unknown };
  if (typeof uri !== "string" || named !== issuer) throw new Error(`the configuration of ${issuer} is another's`);
  const { keys } = (await fetchDocument(host, uri)) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error(`${uri} has no keys`);
  return keys.slice(0, limits.keys).filter((key) => typeof key === "object" && key !== null) as WebKey[];
}

async function fetchDocument(host: Host, url: string): Promise<object> {
  const { status, body, isCut } = await requestOutside(host, {
    url: new URL(url),
    method: "GET",
    headers: { accept: "application/json" },
    body: undefined,
    timeoutMs: limits.timeoutMs,
    answerBytes: limits.documentBytes,
  });
  if (status !== 200 || isCut) throw new Error(`${url} answered ${isCut ? "more than it may" : status}`);
  const document: unknown = JSON.parse(body.toString());
  if (typeof document === "object" && document !== null) return document;
  throw new Error(`${url} has no JSON object`);
}
