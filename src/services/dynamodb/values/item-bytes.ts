import { type AttributeValue, type Item, setAttribute, typeOf } from "./attribute-value.ts";

/**
 * An item as the bytes it is stored as: about as many as AWS counts. A count of attributes, then of each its name and its value; a value is a mark of its type and what belongs to the type.
 * Counts and lengths are numbers of seven bits to a byte, the lowest first.
 */
export function encodeItem(item: Readonly<Item>): Buffer {
  const writer = new ItemWriter();
  writer.map(item);
  return writer.bytes();
}

/** The item of bytes that `encodeItem` made. Throws where they are none. */
export function decodeItem(bytes: Uint8Array): Item {
  return new ItemReader(bytes).map();
}

/** Never changed: items of these marks are stored. */
const marks = { S: 1, N: 2, B: 3, TRUE: 4, FALSE: 5, NULL: 6, M: 7, L: 8, SS: 9, NS: 10, BS: 11 } as const;

class ItemWriter {
  #buffer = Buffer.allocUnsafe(1024);
  #length = 0;

  bytes(): Buffer {
    // A copy of its own size: what stays in caches and batches would hold the larger one.
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  map(item: Readonly<Item>): void {
    const names = Object.keys(item);
    this.#count(names.length);
    for (const name of names) {
      this.#text(name);
      this.#value(item[name]!);
    }
  }

  #value(value: AttributeValue): void {
    switch (typeOf(value)) {
      case "S":
        this.#byte(marks.S);
        this.#text(value.S!);
        break;
      case "N":
        this.#byte(marks.N);
        this.#text(value.N!);
        break;
      case "B":
        this.#byte(marks.B);
        this.#blob(value.B!);
        break;
      case "BOOL":
        this.#byte(value.BOOL ? marks.TRUE : marks.FALSE);
        break;
      case "NULL":
        this.#byte(marks.NULL);
        break;
      case "M":
        this.#byte(marks.M);
        this.map(value.M!);
        break;
      case "L":
        this.#byte(marks.L);
        this.#count(value.L!.length);
        for (const element of value.L!) this.#value(element);
        break;
      case "SS":
        this.#byte(marks.SS);
        this.#texts(value.SS!);
        break;
      case "NS":
        this.#byte(marks.NS);
        this.#texts(value.NS!);
        break;
      case "BS":
        this.#byte(marks.BS);
        this.#count(value.BS!.length);
        for (const bytes of value.BS!) this.#blob(bytes);
        break;
    }
  }

  #texts(texts: readonly string[]): void {
    this.#count(texts.length);
    for (const text of texts) this.#text(text);
  }

  #text(text: string): void {
    // A short one's length takes one byte, whatever its characters are: it is written once they are.
    if (text.length <= shortText) {
      this.#reserve(1 + text.length * 3);
      const written = this.#buffer.write(text, this.#length + 1, "utf8");
      this.#buffer[this.#length] = written;
      this.#length += 1 + written;
      return;
    }
    const size = Buffer.byteLength(text);
    this.#count(size);
    this.#reserve(size);
    this.#length += this.#buffer.write(text, this.#length, "utf8");
  }

  #blob(bytes: Uint8Array): void {
    this.#count(bytes.byteLength);
    this.#reserve(bytes.byteLength);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.byteLength;
  }

  #count(count: number): void {
    this.#reserve(5);
    let rest = count;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + size));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** Characters whose UTF-8, three bytes each at most, has a length of one byte. */
const shortText = 42;

class ItemReader {
  readonly #buffer: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  map(): Item {
    const item: Item = {};
    for (let count = this.#count(); count > 0; count--) {
      const name = this.#text();
      setAttribute(item, name, this.#value());
    }
    return item;
  }

  #value(): AttributeValue {
    const mark = this.#buffer[this.#position++];
    switch (mark) {
      case marks.S:
        return { S: this.#text() };
      case marks.N:
        return { N: this.#text() };
      case marks.B:
        return { B: this.#blob() };
      case marks.TRUE:
        return { BOOL: true };
      case marks.FALSE:
        return { BOOL: false };
      case marks.NULL:
        return { NULL: true };
      case marks.M:
        return { M: this.map() };
      case marks.L:
        return { L: this.#many(() => this.#value()) };
      case marks.SS:
        return { SS: this.#many(() => this.#text()) };
      case marks.NS:
        return { NS: this.#many(() => this.#text()) };
      case marks.BS:
        return { BS: this.#many(() => this.#blob()) };
      default:
        throw new Error(`no stored item: mark ${mark} at ${this.#position - 1} of ${this.#buffer.length}`);
    }
  }

  #many<T>(read: () => T): T[] {
    const values: T[] = [];
    for (let count = this.#count(); count > 0; count--) values.push(read());
    return values;
  }

  #text(): string {
    const size = this.#count();
    const begin = this.#take(size);
    // Most texts are of ASCII, which is read faster as Latin-1, and a short one is looked through faster than decoded.
    if (size <= shortText) {
      for (let at = begin; at < begin + size; at++) {
        if (this.#buffer[at]! > 0x7f) return this.#buffer.toString("utf8", begin, begin + size);
      }
      return this.#buffer.toString("latin1", begin, begin + size);
    }
    return this.#buffer.toString("utf8", begin, begin + size);
  }

  #blob(): Uint8Array {
    const size = this.#count();
    const begin = this.#take(size);
    return this.#buffer.subarray(begin, begin + size);
  }

  #take(size: number): number {
    const begin = this.#position;
    this.#position += size;
    if (this.#position > this.#buffer.length) throw new Error("no stored item: it ends within a value");
    return begin;
  }

  #count(): number {
    let count = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer[this.#position++];
      if (byte === undefined) break;
      count += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return count;
    }
    throw new Error("no stored item: a count has no end");
  }
}
