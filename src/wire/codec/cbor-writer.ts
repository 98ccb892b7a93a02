/** Writes plain values, Dates (tag 1) and bytes as CBOR. Lists and maps end with a break, as AWS writes them. Source: recorded answers. */
export function writeCbor(value: unknown): Buffer {
  const writer = new CborWriter();
  writer.item(value);
  return writer.bytes();
}

/** A whole number that is written as a float. */
export class BinaryDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

const endOfItems = 0xff;

class CborWriter {
  #buffer = Buffer.allocUnsafe(512);
  #at = 0;

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  item(value: unknown): void {
    if (typeof value === "string") this.#text(value);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "bigint") this.#bigint(value);
    else if (typeof value === "boolean") this.#byte(value ? 0xf5 : 0xf4);
    else if (typeof value === "object" && value !== null) this.#object(value);
    else this.#byte(0xf6);
  }

  #object(value: object): void {
    if (Array.isArray(value)) {
      this.#byte(0x9f);
      for (const item of value) this.item(item);
      this.#byte(endOfItems);
      return;
    }
    if (value instanceof Uint8Array) {
      this.#head(2, value.length);
      this.#reserve(value.length);
      this.#buffer.set(value, this.#at);
      this.#at += value.length;
      return;
    }
    if (value instanceof Date) {
      this.#byte(0xc1);
      this.#double(value.getTime() / 1000);
      return;
    }
    if (value instanceof BinaryDouble) {
      this.#double(value.value);
      return;
    }
    this.#byte(0xbf);
    for (const key in value) {
      const member = (value as Record<string, unknown>)[key];
      if (member === undefined) continue;
      this.#text(key);
      this.item(member);
    }
    this.#byte(endOfItems);
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) this.#double(value);
    else if (value >= 0) this.#head(0, value);
    else this.#head(1, -1 - value);
  }

  #bigint(value: bigint): void {
    const isNegative = value < 0n;
    const magnitude = isNegative ? -1n - value : value;
    if (magnitude < 1n << 64n) {
      this.#byte(isNegative ? 0x3b : 0x1b);
      this.#reserve(8);
      this.#at = this.#buffer.writeBigUInt64BE(magnitude, this.#at);
      return;
    }
    const hex = magnitude.toString(16);
    this.#byte(isNegative ? 0xc3 : 0xc2);
    this.#object(Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex"));
  }

  #double(value: number): void {
    this.#byte(0xfb);
    this.#reserve(8);
    this.#at = this.#buffer.writeDoubleBE(value, this.#at);
  }

  #text(text: string): void {
    if (text.length < 24 && this.#shortAscii(text)) return;
    const length = Buffer.byteLength(text);
    this.#head(3, length);
    this.#reserve(length);
    this.#at += this.#buffer.write(text, this.#at, "utf8");
  }

  /** Names and short values, without a call into the runtime. */
  #shortAscii(text: string): boolean {
    this.#reserve(24);
    const buffer = this.#buffer;
    let at = this.#at;
    buffer[at++] = 0x60 | text.length;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      buffer[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #head(major: number, length: number): void {
    this.#reserve(9);
    const type = major << 5;
    if (length < 24) {
      this.#buffer[this.#at++] = type | length;
    } else if (length < 0x100) {
      this.#buffer[this.#at++] = type | 24;
      this.#buffer[this.#at++] = length;
    } else if (length < 0x1_0000) {
      this.#buffer[this.#at++] = type | 25;
      this.#at = this.#buffer.writeUInt16BE(length, this.#at);
    } else if (length < 0x1_0000_0000) {
      this.#buffer[this.#at++] = type | 26;
      this.#at = this.#buffer.writeUInt32BE(length, this.#at);
    } else {
      this.#buffer[this.#at++] = type | 27;
      this.#at = this.#buffer.writeBigUInt64BE(BigInt(length), this.#at);
    }
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = byte;
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + length));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
