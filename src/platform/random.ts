import { randomBytes, randomUUID } from "node:crypto";

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

export function createSystemRandom(): Random {
  return {
    uuid: () => randomUUID(),
    bytes: (length) => randomBytes(length),
    text: (length, alphabet) => textFrom(randomBytes(length), alphabet),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  };
}

function textFrom(bytes: Buffer, alphabet: string): string {
  let text = "";
  for (const byte of bytes) text += alphabet[byte % alphabet.length];
  return text;
}
