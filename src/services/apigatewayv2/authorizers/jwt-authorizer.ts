import type { KeyObject } from "node:crypto";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { ServiceHost } from "../../service.ts";
import { requestOutside } from "../../targets/outside-request.ts";
import { limits } from "../limits.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { isSignedBy, type JsonWebToken, parseToken, toKeys } from "./json-web-token.ts";

/** What a token says of its bearer, or why it does not hold. */
export type JwtVerdict =
  | { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null }
  | { readonly refused: "unauthorized"; readonly reason: string }
  | { readonly refused: "forbidden" };

interface KnownKeys {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly readMs: number;
}

/** How soon the keys of an issuer are asked for again, for a token whose key is not among them. */
const askAgainMs = 60_000;
const issuersKept = 200;
const timeoutMs = 1_500;

/** Judges tokens by the keys that their issuers publish. Source: "Control access to HTTP APIs with JWT authorizers in API Gateway", "Authorizing API requests". */
export class JwtAuthorizers {
  readonly #host: ServiceHost;
  /** By issuer. */
  readonly #keys = new BoundedCache<string, Promise<KnownKeys>>(issuersKept);

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Never rejects: a token whose issuer cannot be asked does not hold. */
  async judge(
    { JwtConfiguration: { Issuer = "", Audience = [] } = {} }: AuthorizerRecord,
    given: string,
    neededScopes: readonly string[],
  ): Promise<JwtVerdict> {
    const token = parseToken(given.replace(/^Bearer\s+/i, ""));
    if (!token) return unauthorized("unable to decode the token");
    const { claims } = token;
    const issue = issueWith(claims, Issuer, Audience, this.#host.clock.nowMs() / 1_000);
    if (issue) return unauthorized(issue);
    const key = await this.#keyOf(Issuer, token);
    if (!key) return unauthorized("signature verification failed: the issuer has no such key");
    if (!isSignedBy(token, key)) return unauthorized("signature verification failed");
    const scopes = scopesOf(claims);
    if (neededScopes.length > 0 && !neededScopes.some((needed) => scopes?.includes(needed)))
      return { refused: "forbidden" };
    return { claims: toTexts(claims), scopes: neededScopes.length > 0 ? scopes : null };
  }

  async #keyOf(issuer: string, { keyId }: JsonWebToken): Promise<KeyObject | undefined> {
    try {
      const known = await (this.#keys.get(issuer) ?? this.#read(issuer));
      const key = known.keys.get(keyId ?? "");
      const ageMs = this.#host.clock.monotonicMs() - known.readMs;
      if (key && ageMs < limits.jwksKeptMs) return key;
      if (ageMs < askAgainMs) return key;
      return (await this.#read(issuer)).keys.get(keyId ?? "");
    } catch (error) {
      this.#keys.delete(issuer);
      this.#host.log.warn("the keys of a token's issuer could not be read", { issuer, error: String(error) });
      return undefined;
    }
  }

  /** Once for all who ask at the same time. */
  #read(issuer: string): Promise<KnownKeys> {
    return this.#keys.set(issuer, this.#fetch(issuer));
  }

  async #fetch(issuer: string): Promise<KnownKeys> {
    const configuration = await this.#json(`${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`);
    const { jwks_uri: uri } = configuration as { jwks_uri?: unknown };
    if (typeof uri !== "string") throw new Error("its configuration names no jwks_uri");
    return { keys: toKeys(await this.#json(uri)), readMs: this.#host.clock.monotonicMs() };
  }

  async #json(url: string): Promise<unknown> {
    const { status, body, isCut } = await requestOutside(this.#host, {
      url: new URL(url),
      method: "GET",
      headers: { accept: "application/json" },
      body: undefined,
      timeoutMs,
      answerBytes: limits.jwksBytes,
    });
    if (status !== 200 || isCut) throw new Error(`${url} answered ${isCut ? "more than it may" : status}`);
    return JSON.parse(body.toString());
  }
}

function unauthorized(reason: string): JwtVerdict {
  return { refused: "unauthorized", reason };
}

function issueWith(
  { iss, aud, client_id: client, exp, nbf, iat }: JsonWebToken["claims"],
  issuer: string,
  audience: readonly string[],
  nowSeconds: number,
): string | undefined {
  if (iss !== issuer) return "the token has an invalid issuer";
  const audiences = aud === undefined ? [client] : [aud].flat();
  if (!audiences.some((each) => typeof each === "string" && audience.includes(each)))
    return "the token has an invalid audience";
  if (typeof exp !== "number" || exp <= nowSeconds) return "the token has expired";
  if (nbf !== undefined && !(typeof nbf === "number" && nbf <= nowSeconds)) return "the token is not valid yet";
  if (iat !== undefined && !(typeof iat === "number" && iat <= nowSeconds)) return "the token was issued in the future";
  return undefined;
}

function scopesOf({ scope, scp }: JsonWebToken["claims"]): readonly string[] | null {
  const given = scope ?? scp;
  if (typeof given === "string") return given.split(" ").filter((each) => each !== "");
  return Array.isArray(given) ? given.map(String) : null;
}

/** A function is told them as texts; a list as recorded: `[a b]`. */
function toTexts(claims: JsonWebToken["claims"]): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) texts[name] = `[${value.map(String).join(" ")}]`;
    else texts[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return texts;
}
