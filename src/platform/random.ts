import { randomBytes, randomFillSync, randomUUID } from "node:crypto";

/** Randomness, injected: a test may give a seeded source and see the same ids again. */
export interface Random {
  /** A lower-case UUID, version 4. */
  uuid(): string;
  bytes(length: number): Buffer;
  /** `length` characters drawn from `alphabet` (at most 256 characters). */
  text(length: number, alphabet: string): string;
  /** A number in [0, 1). */
  fraction(): number;
}

export const alphabets = {
  hex: "0123456789abcdef",
  /** The characters of IAM's unique identifiers (AROA…, ASIA…): base 32. */
  base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  base62: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
} as const;

/** Small pieces are cut from a pool: asking the system for each would cost more than the rest of a request. */
const poolBytes = 8_192;

export function createSystemRandom(): Random {
  const pool = Buffer.allocUnsafe(poolBytes);
  let used = poolBytes;
  const take = (length: number): Buffer => {
    if (length > poolBytes / 4) return randomBytes(length);
    if (used + length > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
  return {
    uuid: () => randomUUID(),
    // A copy, since the pool is filled again.
    bytes: (length) => Buffer.from(take(length)),
    text: (length, alphabet) => textFrom(take(length), alphabet),
    fraction: () => take(4).readUInt32BE() / 2 ** 32,
  };
}

function textFrom(bytes: Buffer, alphabet: string): string {
  let text = "";
  for (const byte of bytes) text += alphabet[byte % alphabet.length];
  return text;
}
