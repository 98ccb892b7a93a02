import { type AttributeValue, type Item, setAttribute } from "./attribute-value.ts";
import { numberSize } from "./item-size.ts";

/** Never changed: items of these marks are stored. */
export const marks = { S: 1, N: 2, B: 3, TRUE: 4, FALSE: 5, NULL: 6, M: 7, L: 8, SS: 9, NS: 10, BS: 11 } as const;

/** Characters whose UTF-8, three bytes each at most, has a length of one byte. */
export const shortText = 42;

/** Reads the bytes that `encodeItem` made, once, for one purpose: pages and answers rarely need the item itself. Throws where they are none. */
export class ItemReader {
  readonly #buffer: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The item, or a map in it. */
  map(): Item {
    const item: Item = {};
    for (let count = this.#count(); count > 0; count--) {
      const name = this.#text();
      setAttribute(item, name, this.#value());
    }
    return item;
  }

  /** Those of its own attributes that have these names: what is not asked for is not looked at. */
  some(names: ReadonlySet<string>): Item {
    const item: Item = {};
    for (let count = this.#count(); count > 0; count--) {
      const name = this.#text();
      if (names.has(name)) setAttribute(item, name, this.#value());
      else this.#skip();
    }
    return item;
  }

  /** DynamoDB's JSON of it, as `toItemJson` writes it of an item. */
  json(): string {
    let text = "{";
    for (let count = this.#count(); count > 0; count--)
      text += `${text === "{" ? "" : ","}${JSON.stringify(this.#text())}:${this.#valueJson()}`;
    return `${text}}`;
  }

  /**
   * What an item counts towards the megabyte of a page. AWS counts what it stores and not what it charges for: names are short, values have lengths before them, and each
   * three KB repeat the range key. Source: recorded answers.
   */
  weight(rangeKey: string | undefined): number {
    let rangeSize = 0;
    let size = 0;
    for (let count = this.#count(); count > 0; count--) {
      const name = this.#text();
      const at = this.#position;
      const stored = this.#weigh();
      if (name !== rangeKey) size += stored + 1;
      else rangeSize = this.#keySize(at);
    }
    return 2 + size + (1 + Math.floor((1 + size) / 3072)) * (18 + rangeSize);
  }

  #valueJson(): string {
    const mark = this.#buffer[this.#position++];
    switch (mark) {
      case marks.S:
        return `{"S":${JSON.stringify(this.#text())}}`;
      case marks.N:
        return `{"N":"${this.#text()}"}`;
      case marks.B:
        return `{"B":"${this.#base64()}"}`;
      case marks.TRUE:
        return '{"BOOL":true}';
      case marks.FALSE:
        return '{"BOOL":false}';
      case marks.NULL:
        return '{"NULL":true}';
      case marks.M:
        return `{"M":${this.json()}}`;
      case marks.L:
        return `{"L":[${this.#many(() => this.#valueJson()).join()}]}`;
      case marks.SS:
        return `{"SS":${JSON.stringify(this.#many(() => this.#text()))}}`;
      case marks.NS:
        return `{"NS":${JSON.stringify(this.#many(() => this.#text()))}}`;
      case marks.BS:
        return `{"BS":${JSON.stringify(this.#many(() => this.#base64()))}}`;
      default:
        throw this.#noItem(mark);
    }
  }

  /** Goes behind a value, and gives what it takes of a page. */
  #weigh(): number {
    const mark = this.#buffer[this.#position++];
    switch (mark) {
      case marks.S: {
        const size = this.#over();
        return size + (size < 128 ? 1 : size < 16_384 ? 2 : 3);
      }
      case marks.N:
        return numberSize(this.#text()) + 1;
      case marks.B:
        return this.#over() + 1;
      case marks.TRUE:
      case marks.FALSE:
        return 1;
      case marks.NULL:
        return 0;
      case marks.M: {
        let size = 3;
        for (let count = this.#count(); count > 0; count--) {
          this.#over();
          size += this.#weigh() + 2;
        }
        return size;
      }
      case marks.L: {
        let size = 3;
        for (let count = this.#count(); count > 0; count--) size += 1 + this.#weigh();
        return size;
      }
      case marks.SS:
      case marks.BS: {
        let size = 1;
        for (let count = this.#count(); count > 0; count--) size += this.#over() + 1;
        return size;
      }
      case marks.NS: {
        let size = 1;
        for (let count = this.#count(); count > 0; count--) size += numberSize(this.#text()) + 1;
        return size;
      }
      default:
        throw this.#noItem(mark);
    }
  }

  /** Bytes of the key attribute whose value begins there, as AWS counts them. */
  #keySize(at: number): number {
    const end = this.#position;
    this.#position = at + 1;
    const size = this.#buffer[at] === marks.N ? numberSize(this.#text()) : this.#over();
    this.#position = end;
    return size;
  }

  #skip(): void {
    const mark = this.#buffer[this.#position++];
    switch (mark) {
      case marks.S:
      case marks.N:
      case marks.B:
        this.#over();
        break;
      case marks.TRUE:
      case marks.FALSE:
      case marks.NULL:
        break;
      case marks.M:
        for (let count = this.#count(); count > 0; count--) {
          this.#over();
          this.#skip();
        }
        break;
      case marks.L:
        for (let count = this.#count(); count > 0; count--) this.#skip();
        break;
      case marks.SS:
      case marks.NS:
      case marks.BS:
        for (let count = this.#count(); count > 0; count--) this.#over();
        break;
      default:
        throw this.#noItem(mark);
    }
  }

  /** Goes behind a text or bytes, and gives their length. */
  #over(): number {
    const size = this.#count();
    this.#take(size);
    return size;
  }

  #base64(): string {
    const size = this.#count();
    const begin = this.#take(size);
    return this.#buffer.toString("base64", begin, begin + size);
  }

  #noItem(mark: number | undefined): Error {
    return new Error(`no stored item: mark ${mark} at ${this.#position - 1} of ${this.#buffer.length}`);
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
        throw this.#noItem(mark);
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
