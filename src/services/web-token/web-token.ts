import { createPublicKey, verify } from "node:crypto";

/** A JSON web token taken apart. Nothing of it is proven yet. Source: RFC 7519, RFC 7515. */
export interface WebToken {
  readonly header: { readonly alg?: unknown; readonly kid?: unknown };
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Undefined for what is none. */
export function readWebToken(text: string): WebToken | undefined {
  const [head, body, signature, ...rest] = text.split(".", 4);
  const header = readPart(head);
  const claims = readPart(body);
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  return {
    header,
    claims,
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

/** Signatures by RSA (with PKCS #1 or PSS) and by elliptic curves. */
export type SignatureFamily = "RS" | "PS" | "ES";

/** Whether one of the issuer's keys made the signature, with an algorithm of these families of 256 to 512 bits. Source: RFC 7518. */
export function isSignedBy(
  { header, signed, signature }: WebToken,
  keys: readonly WebKey[],
  families: readonly SignatureFamily[],
): boolean {
  const [, family, bits] = /^(RS|PS|ES)(256|384|512)$/.exec(String(header.alg)) ?? [];
  if (!families.includes(family as SignatureFamily)) return false;
  const fitting = keys.filter(
    (key) =>
      key.kty === (family === "ES" ? "EC" : "RSA") &&
      key.use !== "enc" &&
      (header.kid === undefined || key.kid === undefined || key.kid === header.kid),
  );
  return fitting.some((jwk) => {
    try {
      const key = createPublicKey({ key: jwk, format: "jwk" });
      const options =
        family === "ES" ? ({ key, dsaEncoding: "ieee-p1363" } as const) : { key, ...paddings[family as "RS" | "PS"] };
      return verify(`sha${bits}`, signed, options, signature);
    } catch {
      return false;
    }
  });
}

/** PSS is padding 6, with a salt as long as the digest. */
const paddings = { RS: {}, PS: { padding: 6, saltLength: -1 } } as const;

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
