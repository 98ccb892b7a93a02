import type { ServiceHost } from "../../service.ts";
import { IssuerKeys } from "../../web-token/issuer-keys.ts";
import { isSignedBy, readWebToken, type WebToken } from "../../web-token/web-token.ts";
import type { AuthorizerRecord } from "../parts/part.ts";

/** What a token says of its bearer, or why it does not hold. */
export type JwtVerdict =
  | { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null }
  | { readonly refused: "unauthorized"; readonly reason: string }
  | { readonly refused: "forbidden" };

/** Judges tokens by the keys that their issuers publish. Source: "Control access to HTTP APIs with JWT authorizers in API Gateway", "Authorizing API requests". */
export class JwtAuthorizers {
  readonly #host: ServiceHost;
  readonly #keys: IssuerKeys;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#keys = new IssuerKeys(host);
  }

  /** Never rejects: a token whose issuer cannot be asked does not hold. */
  async judge(
    { JwtConfiguration: { Issuer = "", Audience = [] } = {} }: AuthorizerRecord,
    given: string,
    neededScopes: readonly string[],
  ): Promise<JwtVerdict> {
    const token = readWebToken(given.replace(/^Bearer\s+/i, ""));
    if (!token) return unauthorized("unable to decode the token");
    const { claims } = token;
    const fault = faultOf(claims, Issuer, Audience, this.#host.clock.nowMs() / 1_000);
    if (fault) return unauthorized(fault);
    if (!(await this.#isSigned(Issuer, token))) return unauthorized("signature verification failed");
    const scopes = scopesOf(claims);
    if (neededScopes.length > 0 && !neededScopes.some((needed) => scopes?.includes(needed)))
      return { refused: "forbidden" };
    return { claims: toTexts(claims), scopes: neededScopes.length > 0 ? scopes : null };
  }

  /** API Gateway takes algorithms of RSA only. */
  async #isSigned(issuer: string, token: WebToken): Promise<boolean> {
    try {
      return await this.#keys.some(issuer, (keys) => isSignedBy(token, keys, families));
    } catch (error) {
      this.#host.log.warn("the keys of a token's issuer could not be read", { issuer, error: String(error) });
      return false;
    }
  }
}

const families = ["RS"] as const;

function unauthorized(reason: string): JwtVerdict {
  return { refused: "unauthorized", reason };
}

function faultOf(
  { iss, aud, client_id: client, exp, nbf, iat }: WebToken["claims"],
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

function scopesOf({ scope, scp }: WebToken["claims"]): readonly string[] | null {
  const given = scope ?? scp;
  if (typeof given === "string") return given.split(" ").filter((each) => each !== "");
  return Array.isArray(given) ? given.map(String) : null;
}

/** A function is told them as texts; a list as recorded: `[a b]`. */
function toTexts(claims: WebToken["claims"]): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) texts[name] = `[${value.map(String).join(" ")}]`;
    else texts[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return texts;
}
