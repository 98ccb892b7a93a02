import { type AttributeValue, type Item, typeOf } from "./attribute-value.ts";
import { ItemReader, marks, shortText } from "./item-reader.ts";

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
