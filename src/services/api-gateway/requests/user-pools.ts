import type { ServiceHost } from "../../service.ts";
import { IssuerKeys } from "../../web-token/issuer-keys.ts";
import { isSignedBy, readWebToken, type WebToken } from "../../web-token/web-token.ts";
import { poolOf } from "../authorizers/check-authorizer.ts";
import type { AuthorizerRecord } from "../parts/part.ts";

/** Judges the tokens of Cognito's user pools by the keys that the pools publish. Source: "Control access to REST APIs using Amazon Cognito user pools as an authorizer". */
export class UserPools {
  readonly #host: ServiceHost;
  readonly #keys: IssuerKeys;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#keys = new IssuerKeys(host);
  }

  /** What the token says of its bearer; undefined for one that does not hold. Never rejects. */
  async claims(
    { providerARNs = [] }: AuthorizerRecord,
    given: string,
    scopes: readonly string[],
  ): Promise<Record<string, string> | undefined> {
    const token = readWebToken(given.replace(/^Bearer\s+/i, ""));
    if (!token) return undefined;
    const issuers = providerARNs.flatMap((arn) => {
      const found = poolOf(arn);
      return found ? [`https://cognito-idp.${found.region}.amazonaws.com/${found.pool}`] : [];
    });
    const issuer = issuers.find((each) => each === token.claims.iss);
    if (issuer === undefined || !isInTime(token.claims, this.#host.clock.nowMs() / 1_000)) return undefined;
    // With scopes it is an access token that is asked for, without them the token of an identity.
    if (scopes.length > 0 ? !hasScope(token.claims, scopes) : token.claims.token_use !== "id") return undefined;
    return (await this.#isSigned(issuer, token)) ? toTexts(token.claims) : undefined;
  }

  async #isSigned(issuer: string, token: WebToken): Promise<boolean> {
    try {
      return await this.#keys.some(issuer, (keys) => isSignedBy(token, keys, ["RS"]));
    } catch (error) {
      this.#host.log.warn("the keys of a user pool could not be read", { issuer, error: String(error) });
      return false;
    }
  }
}

function isInTime({ exp, nbf }: WebToken["claims"], nowSeconds: number): boolean {
  return typeof exp === "number" && exp > nowSeconds && (typeof nbf !== "number" || nbf <= nowSeconds);
}

function hasScope({ scope, token_use: use }: WebToken["claims"], needed: readonly string[]): boolean {
  return use === "access" && typeof scope === "string" && scope.split(" ").some((each) => needed.includes(each));
}

function toTexts(claims: WebToken["claims"]): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims))
    texts[name] = Array.isArray(value) ? value.map(String).join(",") : String(value);
  return texts;
}
