import { alphabets, type Random } from "../../../platform/random.ts";

/**
 * Makes a key id that carries its account, as AWS's do: 16 base-32 characters hold 80 bits, of which bits 1 to 40 are the
 * account's number. A key can so be traced to its account without an index of all keys. `AKIA` is a user's long-term key,
 * `ASIA` a temporary one. Source: "Summary of account ID from access key" of GetAccessKeyInfo's page.
 */
export function createAccessKeyId(prefix: "AKIA" | "ASIA", account: string, random: Random): string {
  const noise = BigInt(`0x${random.bytes(5).toString("hex")}`) & ((1n << 39n) - 1n);
  let bits = (1n << 79n) | (BigInt(account) << 39n) | noise;
  let text = "";
  for (let index = 0; index < 16; index++) {
    text = `${alphabets.base32[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return prefix + text;
}

/** Undefined if the id is none of IAM's. Every request asks it. */
export function accountOfAccessKeyId(accessKeyId: string): string | undefined {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
  // Eight characters without their first bit, and the first bit of the ninth: in numbers, since a BigInt costs a microsecond.
  let account = 0;
  for (let index = 4; index < 12; index++) account = account * 32 + base32At(accessKeyId, index);
  account = (account % 2 ** 39) * 2 + (base32At(accessKeyId, 12) >> 4);
  return account < 1e12 ? String(account).padStart(12, "0") : undefined;
}

function base32At(text: string, index: number): number {
  return alphabets.base32.indexOf(text.charAt(index));
}
