import { createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";

/** A token that is signed, taken apart and not believed yet. Source: RFC 7519. */
export interface JsonWebToken {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

/** Longer ones are none that a header has room for. */
const mostCharacters = 16_384;
/** API Gateway takes algorithms of RSA only. Source: "Control access to HTTP APIs with JWT authorizers in API Gateway". */
const digests: Readonly<Record<string, string>> = { RS256: "RSA-SHA256", RS384: "RSA-SHA384", RS512: "RSA-SHA512" };

/** Undefined for what is none, or is signed by another algorithm. */
export function parseToken(text: string): JsonWebToken | undefined {
  if (text.length > mostCharacters) return undefined;
  const [head = "", body = "", signature = "", ...more] = text.split(".");
  const header = parsePart(head);
  const claims = parsePart(body);
  if (more.length > 0 || !header || !claims || !/^[\w-]+$/.test(signature)) return undefined;
  const { alg, kid } = header;
  if (typeof alg !== "string" || !Object.hasOwn(digests, alg)) return undefined;
  return {
    algorithm: alg,
    keyId: typeof kid === "string" ? kid : undefined,
    claims,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

function parsePart(text: string): Record<string, unknown> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The keys of an issuer that tokens may be signed with, by their ids. What is no key of RSA for signatures is left out. */
export function toKeys(jwks: unknown): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  const given = (jwks as { keys?: unknown } | null)?.keys;
  for (const jwk of Array.isArray(given) ? given.slice(0, 100) : []) {
    if (jwk?.kty !== "RSA" || typeof jwk.kid !== "string" || (jwk.use !== undefined && jwk.use !== "sig")) continue;
    try {
      keys.set(jwk.kid, createPublicKey({ key: jwk as JsonWebKey, format: "jwk" }));
    } catch {
      // Another of them may be one.
    }
  }
  return keys;
}

export function isSignedBy({ algorithm, signed, signature }: JsonWebToken, key: KeyObject): boolean {
  return verify(digests[algorithm], Buffer.from(signed), key, signature);
}
