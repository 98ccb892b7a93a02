import { createPublicKey, verify } from "node:crypto";
import { invalidIdentityToken } from "../errors.ts";

/** A JSON web token taken apart. Nothing of it is proven yet. Source: RFC 7519, RFC 7515. */
export interface WebToken {
  readonly header: { readonly alg?: string; readonly kid?: string };
  readonly claims: WebClaims;
  readonly signed: Buffer;
  readonly signature: Buffer;
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
export function parseWebToken(text: string): WebToken {
  const [head, body, signature, ...rest] = text.split(".");
  const header = readPart(head);
  const claims = readPart(body) as Partial<WebClaims> | undefined;
  if (!header || !claims || !signature || rest.length > 0) {
    throw invalidIdentityToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const { iss, sub, aud, exp } = claims;
  if (typeof iss !== "string") throw missing("iss");
  if (typeof sub !== "string") throw missing("sub");
  if (typeof exp !== "number") throw missing("exp");
  if (typeof aud !== "string" && !Array.isArray(aud)) throw missing("aud");
  return {
    header,
    claims: claims as WebClaims,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

/** A key of an issuer's published set. Source: RFC 7517. */
export interface WebKey {
  readonly kty: string;
  readonly kid?: string;
  readonly use?: string;
  readonly [member: string]: unknown;
}

/** Whether one of the issuer's keys made the signature. Source: RFC 7518; AWS takes RS, PS and ES of 256 to 512 bits. */
export function isSignedBy({ header, signed, signature }: WebToken, keys: readonly WebKey[]): boolean {
  const [, family, bits] = /^(RS|PS|ES)(256|384|512)$/.exec(header.alg ?? "") ?? [];
  if (!family) return false;
  const fitting = keys.filter(
    (key) =>
      key.kty === (family === "ES" ? "EC" : "RSA") &&
      key.use !== "enc" &&
      (header.kid === undefined || key.kid === undefined || key.kid === header.kid),
  );
  return fitting.some((jwk) => {
    try {
      const key = createPublicKey({ key: jwk, format: "jwk" });
      const options = family === "ES" ? ({ key, dsaEncoding: "ieee-p1363" } as const) : { key, ...paddings[family] };
      return verify(`sha${bits}`, signed, options, signature);
    } catch {
      return false;
    }
  });
}

/** PSS is padding 6, with a salt as long as the digest. */
const paddings: Readonly<Record<string, object>> = { RS: {}, PS: { padding: 6, saltLength: -1 } };

function readPart(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function missing(claim: string): Error {
  return invalidIdentityToken(`Missing a required claim: ${claim}`);
}
