import { readWebToken, type WebToken } from "../../web-token/web-token.ts";
import { invalidIdentityToken } from "../errors.ts";

/** A token that says what every identity token must. Nothing of it is proven yet. */
export interface IdentityToken extends WebToken {
  readonly claims: WebClaims & WebToken["claims"];
}

export interface WebClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly azp?: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly iat?: number;
  readonly amr?: string | readonly string[];
  readonly "https://aws.amazon.com/tags"?: {
    readonly principal_tags?: Readonly<Record<string, string | readonly string[]>>;
    readonly transitive_tag_keys?: readonly string[];
  };
  readonly "https://aws.amazon.com/source_identity"?: string;
}

/** Throws InvalidIdentityToken for what is no token or lacks what every token must say. */
export function parseWebToken(text: string): IdentityToken {
  const token = readWebToken(text);
  if (!token) {
    throw invalidIdentityToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const { iss, sub, aud, exp } = token.claims;
  if (typeof iss !== "string") throw missing("iss");
  if (typeof sub !== "string") throw missing("sub");
  if (typeof exp !== "number") throw missing("exp");
  if (typeof aud !== "string" && !Array.isArray(aud)) throw missing("aud");
  return token as IdentityToken;
}

function missing(claim: string): Error {
  return invalidIdentityToken(`Missing a required claim: ${claim}`);
}
