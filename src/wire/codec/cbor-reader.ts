import { DecodeError } from "./decode-error.ts";
import { limits } from "./limits.ts";
import { NameCache } from "./name-cache.ts";
import { parseTimestamp } from "./timestamp.ts";
import { setKey } from "./tree-format.ts";

/**
 * Reads one CBOR item: what rpc-v2-cbor uses of RFC 8949. Tag 1 becomes a Date, tags 2 and 3 a bigint, as do integers beyond
 * 2^53. Byte strings are views of the input. Throws DecodeError.
 */
export function readCbor(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new DecodeError("There are bytes after the CBOR item");
  return value;
}

const names = new NameCache();

const indefinite = 31;
const breakByte = 0xff;

class CborReader {
  at = 0;
  #items = 0;
  #members = 0;
  readonly #mostMisses = names.misses + limits.cborNames;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  item(depth: number): unknown {
    if (depth > limits.nesting) throw new DecodeError("The CBOR item is nested too deep");
    if (++this.#items > limits.cborItems) throw new DecodeError("The CBOR has too many items");
    const initial = this.#byte();
    const major = initial >> 5;
    const info = initial & 31;
    switch (major) {
      case 0:
        return this.#argument(info);
      case 1: {
        const argument = this.#argument(info);
        return typeof argument === "bigint" ? -1n - argument : -1 - argument;
      }
      case 2:
        return info === indefinite ? this.#chunks(2) : this.#take(this.#length(info));
      case 3:
        return info === indefinite ? this.#chunks(3).toString("utf8") : this.#text(this.#length(info));
      case 4:
        return this.#list(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6:
        return this.#tagged(this.#argument(info), depth);
      default:
        return this.#simple(info);
    }
  }

  #list(info: number, depth: number): unknown[] {
    const values: unknown[] = [];
    if (info === indefinite) {
      while (!this.#isBreak()) values.push(this.item(depth + 1));
      return values;
    }
    // Each item takes at least a byte: a length that lies ends here and not in memory.
    for (let left = this.#length(info); left > 0; left--) values.push(this.item(depth + 1));
    return values;
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    const length = info === indefinite ? Number.POSITIVE_INFINITY : this.#length(info);
    for (let count = 0; count < length && !(info === indefinite && this.#isBreak()); count++) {
      // Names that differ cost the most by far: each is kept once, and a map of many is a table of its own.
      if (count >= limits.mapKeys || ++this.#members > limits.members || names.misses > this.#mostMisses)
        throw new DecodeError("The CBOR has too many members");
      setKey(values, this.#key(depth), this.item(depth + 1));
    }
    return values;
  }

  #key(depth: number): string {
    const initial = this.#bytes[this.at] ?? 0;
    const info = initial & 31;
    if (initial >> 5 === 3 && info !== indefinite) {
      this.at++;
      const length = this.#length(info);
      this.at += length;
      return names.read(this.#bytes, this.at - length, this.at);
    }
    const key = this.item(depth + 1);
    if (typeof key !== "string") throw new DecodeError("A CBOR map's key must be text");
    return key;
  }

  #tagged(tag: number | bigint, depth: number): unknown {
    const value = this.item(depth + 1);
    if (tag === 1) {
      if (typeof value !== "number" && typeof value !== "bigint")
        throw new DecodeError("A CBOR timestamp must be a number");
      return parseTimestamp(Number(value));
    }
    if (tag !== 2 && tag !== 3) return value;
    if (!Buffer.isBuffer(value)) throw new DecodeError("A CBOR bignum must be bytes");
    const magnitude = value.length === 0 ? 0n : BigInt(`0x${value.toString("hex")}`);
    return tag === 2 ? magnitude : -1n - magnitude;
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      // Undefined means as little as null.
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#take(2).readUInt16BE(0));
      case 26:
        return this.#take(4).readFloatBE(0);
      case 27:
        return this.#take(8).readDoubleBE(0);
      default:
        throw new DecodeError(`The CBOR simple value ${info} is not known`);
    }
  }

  /** The argument of a head: the value itself up to 23, else the bytes that follow. */
  #argument(info: number): number | bigint {
    if (info < 24) return info;
    switch (info) {
      case 24:
        return this.#byte();
      case 25:
        return this.#take(2).readUInt16BE(0);
      case 26:
        return this.#take(4).readUInt32BE(0);
      case 27: {
        const value = this.#take(8).readBigUInt64BE(0);
        return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
      }
      default:
        throw new DecodeError("A CBOR head is not well-formed");
    }
  }

  #length(info: number): number {
    const length = this.#argument(info);
    if (typeof length === "bigint" || length > this.#bytes.length - this.at)
      throw new DecodeError("The CBOR ends too early");
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new DecodeError("The CBOR ends too early");
    return byte;
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.at) throw new DecodeError("The CBOR ends too early");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #text(length: number): string {
    this.at += length;
    return this.#bytes.toString("utf8", this.at - length, this.at);
  }

  #chunks(major: number): Buffer {
    const parts: Buffer[] = [];
    while (!this.#isBreak()) {
      if (++this.#items > limits.cborItems) throw new DecodeError("The CBOR has too many items");
      const head = this.#byte();
      if (head >> 5 !== major || (head & 31) === indefinite) throw new DecodeError("A CBOR chunk is not well-formed");
      parts.push(this.#take(this.#length(head & 31)));
    }
    return Buffer.concat(parts);
  }

  #isBreak(): boolean {
    if (this.#bytes[this.at] !== breakByte) return false;
    this.at++;
    return true;
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
