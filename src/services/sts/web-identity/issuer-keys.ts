import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Clock } from "../../../platform/clock.ts";
import { idpCommunicationError } from "../errors.ts";
import type { WebKey } from "./web-token.ts";

const limits = { issuers: 100, keptMs: 60 * 60 * 1_000, timeoutMs: 5_000, documentBytes: 1_048_576 } as const;

/** The keys that issuers publish, fetched from them and kept for an hour. */
export class IssuerKeys {
  readonly #clock: Clock;
  readonly #known = new BoundedCache<string, { readonly keys: Promise<readonly WebKey[]>; readonly readMs: number }>(
    limits.issuers,
  );

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws IDPCommunicationError where they cannot be had: without a network, nobody can be proven. */
  async of(issuer: string): Promise<readonly WebKey[]> {
    const nowMs = this.#clock.nowMs();
    const found = this.#known.get(issuer);
    if (found && nowMs - found.readMs < limits.keptMs) return found.keys;
    const keys = fetchKeys(issuer);
    keys.catch(() => this.#known.delete(issuer));
    this.#known.set(issuer, { keys, readMs: nowMs });
    return keys;
  }

  forget(): void {
    this.#known.clear();
  }
}

/** Source: "OpenID Connect Discovery 1.0", 4. */
async function fetchKeys(issuer: string): Promise<readonly WebKey[]> {
  const configuration = await fetchDocument(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const { jwks_uri: uri, issuer: named } = configuration as { jwks_uri?: unknown; issuer?: unknown };
  if (typeof uri !== "string" || named !== issuer) throw idpCommunicationError();
  const { keys } = (await fetchDocument(uri)) as { keys?: unknown };
  if (!Array.isArray(keys)) throw idpCommunicationError();
  return keys as WebKey[];
}

async function fetchDocument(url: string): Promise<object> {
  // Plain HTTP only to this machine: there is nobody on that way.
  if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url)) throw idpCommunicationError();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limits.timeoutMs), redirect: "error" });
    if (!response.ok || !response.body) throw idpCommunicationError();
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      bytes += part.length;
      if (bytes > limits.documentBytes) throw idpCommunicationError();
      parts.push(part);
    }
    const document: unknown = JSON.parse(Buffer.concat(parts).toString());
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // Whatever failed on the way, AWS has one answer for it.
  }
  throw idpCommunicationError();
}
