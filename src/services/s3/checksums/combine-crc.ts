import { type Algorithm, factsOf } from "./algorithms.ts";

export interface PartCrc {
  /** Base 64. */
  readonly checksum: string;
  readonly sizeBytes: number;
}

/**
 * The CRC of the whole, base 64, from those of its parts in order, without the bytes: appending n bytes multiplies a CRC by
 * x^(8n) modulo the polynomial. The power is computed once for each length, and almost all parts have the same one.
 */
export function combineCrcs(algorithm: Algorithm, parts: readonly PartCrc[]): string {
  const { bytes, polynomial } = factsOf(algorithm);
  if (polynomial === undefined) throw new Error(`${algorithm} is no CRC`);
  const field: Field = { polynomial, one: 1n << BigInt(bytes * 8 - 1) };
  const powers = new Map<number, bigint>();
  let whole = 0n;
  for (const { checksum, sizeBytes } of parts) {
    const power = powers.get(sizeBytes) ?? powerOfX(8n * BigInt(sizeBytes), field);
    powers.set(sizeBytes, power);
    whole = multiply(power, whole, field) ^ BigInt(`0x${Buffer.from(checksum, "base64").toString("hex")}`);
  }
  return Buffer.from(whole.toString(16).padStart(bytes * 2, "0"), "hex").toString("base64");
}

/** Polynomials over GF(2), reflected: the highest bit is x^0. */
interface Field {
  readonly polynomial: bigint;
  readonly one: bigint;
}

function powerOfX(exponent: bigint, field: Field): bigint {
  let result = field.one;
  let square = field.one >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(square, result, field);
    square = multiply(square, square, field);
  }
  return result;
}

function multiply(a: bigint, b: bigint, { polynomial, one }: Field): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = one; bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
