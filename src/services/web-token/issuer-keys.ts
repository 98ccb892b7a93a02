import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { ServiceHost } from "../service-host.ts";
import { requestOutside } from "../targets/outside-request.ts";
import type { WebKey } from "./web-token.ts";

const limits = {
  issuers: 100,
  keptMs: 60 * 60 * 1_000,
  askAgainMs: 60_000,
  timeoutMs: 5_000,
  documentBytes: 1_048_576,
  keys: 100,
} as const;

interface Known {
  readonly keys: Promise<readonly WebKey[]>;
  readonly readMs: number;
}

type Host = Pick<ServiceHost, "clock" | "config">;

/** The keys that issuers publish, fetched from them and kept for an hour. */
export class IssuerKeys {
  readonly #host: Host;
  readonly #known = new BoundedCache<string, Known>(limits.issuers);

  constructor(host: Host) {
    this.#host = host;
  }

  /** Rejects where they cannot be had: without a network, nobody can be proven. */
  async of(issuer: string): Promise<readonly WebKey[]> {
    const nowMs = this.#host.clock.nowMs();
    const found = this.#known.get(issuer);
    if (found && nowMs - found.readMs < limits.keptMs) return found.keys;
    return this.#read(issuer);
  }

  /** The same for a token whose key is not among them: an issuer that has changed its keys is asked again, once a minute at most. */
  async again(issuer: string): Promise<readonly WebKey[]> {
    const found = this.#known.get(issuer);
    if (found && this.#host.clock.nowMs() - found.readMs < limits.askAgainMs) return found.keys;
    return this.#read(issuer);
  }

  forget(): void {
    this.#known.clear();
  }

  /** Once for all who ask at the same time. */
  #read(issuer: string): Promise<readonly WebKey[]> {
    const keys = fetchKeys(this.#host, issuer);
    keys.catch(() => this.#known.delete(issuer));
    return this.#known.set(issuer, { keys, readMs: this.#host.clock.nowMs() }).keys;
  }
}

/** Source: "OpenID Connect Discovery 1.0", 4. */
async function fetchKeys(host: Host, issuer: string): Promise<readonly WebKey[]> {
  const configuration = await fetchDocument(host, `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const { jwks_uri: uri, issuer: named } = configuration as { jwks_uri?: unknown; issuer?: unknown };
  if (typeof uri !== "string" || named !== issuer) throw new Error(`the configuration of ${issuer} is another's`);
  const { keys } = (await fetchDocument(host, uri)) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error(`${uri} has no keys`);
  return keys.slice(0, limits.keys) as WebKey[];
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
