/** Where something stands in `JsonScan.compact`; `end` is exclusive. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

export interface JsonScan {
  /**
   * The same JSON without the white space between its tokens, and its texts without needless escapes, as `JSON.stringify` writes them. Numbers and the
   * order of members stay as they were written. The very bytes that were given, where there is nothing to take out.
   */
  readonly compact: Buffer;
  /** The values of the outermost object's members that were asked for, by name; of a name that stands there twice the last. */
  readonly members: ReadonlyMap<string, JsonSpan>;
}

/**
 * Checks JSON, and finds members of it, without making a value of it: a few nanoseconds a byte, whatever the bytes are, where `JSON.parse` takes
 * half a second for megabytes of small values. `bytes` must be UTF-8. Undefined for what is no JSON. Source: RFC 8259, as `JSON.parse` reads it.
 */
export function scanJson(bytes: Buffer, members: readonly string[] = []): JsonScan | undefined {
  const scanner = new Scanner(bytes, members);
  return scanner.run() ? { compact: scanner.compact(), members: scanner.found() } : undefined;
}

/** Whether it is JSON, and nothing else of it. */
export function isJson(bytes: Buffer): boolean {
  return new Scanner(bytes, [], false).run();
}

/** What may come next. */
const Next = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5 } as const;

class Scanner {
  readonly #bytes: Buffer;
  readonly #copies: boolean;
  readonly #names: readonly { readonly name: string; readonly bytes: Buffer }[];
  /** Made when the first byte is left out. */
  #out: Buffer | undefined;
  #outLength = 0;
  /** Bytes from here on are not copied yet. */
  #from = 0;
  /** Start and end of the value of each member asked for; -1 for one that is not there. */
  readonly #spans: number[];

  constructor(bytes: Buffer, members: readonly string[], copies = true) {
    this.#bytes = bytes;
    this.#copies = copies;
    this.#names = members.map((name) => ({ name, bytes: Buffer.from(name) }));
    this.#spans = members.flatMap(() => [-1, -1]);
  }

  found(): ReadonlyMap<string, JsonSpan> {
    const spans = this.#names.map(({ name }, index): [string, JsonSpan] => [
      name,
      { start: this.#spans[index * 2]!, end: this.#spans[index * 2 + 1]! },
    ]);
    return new Map(spans.filter(([, { start }]) => start >= 0));
  }

  compact(): Buffer {
    if (!this.#out) return this.#bytes;
    this.#skip(this.#bytes.length, this.#bytes.length);
    return this.#out.subarray(0, this.#outLength);
  }

  /** Whether it is JSON. */
  run(): boolean {
    const bytes = this.#bytes;
    const { length } = bytes;
    let depth = 0;
    let next: number = Next.value;
    /** Of each level, whether it is an object. */
    let levels = new Uint8Array(64);
    let member = -1;
    let valueStart = 0;
    let at = 0;
    for (;;) {
      const spaceStart = at;
      while (at < length && isSpace(bytes[at]!)) at++;
      if (at > spaceStart) this.#skip(spaceStart, at);
      if (at >= length) return depth === 0 && next === Next.commaOrEnd;
      const byte = bytes[at]!;
      switch (next) {
        case Next.commaOrEnd: {
          if (depth === 0) return false;
          const isObject = levels[depth - 1] === 1;
          if (byte === comma) next = isObject ? Next.key : Next.value;
          else if (byte !== (isObject ? braceClose : bracketClose)) return false;
          else depth--;
          at++;
          break;
        }
        case Next.colon:
          if (byte !== colon) return false;
          at++;
          next = Next.value;
          if (depth === 1) valueStart = this.#place(at);
          break;
        case Next.keyOrEnd:
        case Next.key: {
          if (byte === braceClose && next === Next.keyOrEnd) {
            depth--;
            at++;
            next = Next.commaOrEnd;
            break;
          }
          if (byte !== quote) return false;
          const start = this.#place(at) + 1;
          const end = this.#text(at + 1);
          if (end < 0) return false;
          if (depth === 1) member = this.#nameAt(start, this.#place(end) - 1, end);
          at = end;
          next = Next.colon;
          break;
        }
        default: {
          if (byte === bracketClose && next === Next.valueOrEnd) {
            depth--;
            at++;
          } else if (byte === braceOpen || byte === bracketOpen) {
            if (depth === levels.length) levels = deeper(levels);
            levels[depth++] = byte === braceOpen ? 1 : 0;
            at++;
            next = byte === braceOpen ? Next.keyOrEnd : Next.valueOrEnd;
            continue;
          } else {
            const end = byte === quote ? this.#text(at + 1) : endOfPlain(bytes, at);
            if (end < 0) return false;
            at = end;
          }
          next = Next.commaOrEnd;
        }
      }
      // Behind the value, before the comma.
      if (depth === 1 && member >= 0 && next === Next.commaOrEnd) {
        this.#spans[member * 2] = valueStart;
        this.#spans[member * 2 + 1] = this.#place(at);
        member = -1;
      }
    }
  }

  /** Behind the quote that closes a text; negative for what is no text. `at` is behind the quote that opens it. */
  #text(from: number): number {
    const bytes = this.#bytes;
    for (let at = from; at < bytes.length; ) {
      const byte = bytes[at]!;
      if (byte === quote) return at + 1;
      if (byte < 0x20) return -1;
      if (byte !== backslash) {
        at++;
        continue;
      }
      at = this.#escape(at);
      if (at < 0) return -1;
    }
    return -1;
  }

  /** Behind the escape at `at`, which is written as `JSON.stringify` does; negative for what is none. */
  #escape(at: number): number {
    const kind = this.#bytes[at + 1];
    if (kind !== letterU) {
      if (kind === slash) this.#skip(at, at + 1);
      return kind !== undefined && shortEscapes[kind] === 1 ? at + 2 : -1;
    }
    const code = this.#hex(at + 2);
    if (code < 0) return -1;
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = code <= 0xdbff && this.#bytes[at + 6] === backslash && this.#bytes[at + 7] === letterU;
      const second = low ? this.#hex(at + 8) : -1;
      if (second < 0xdc00 || second > 0xdfff) return this.#replace(at, at + 6, `\\u${code.toString(16)}`);
      return this.#replace(at, at + 12, String.fromCharCode(code, second));
    }
    return this.#replace(at, at + 6, code < 0x80 ? ascii[code]! : String.fromCharCode(code));
  }

  #hex(at: number): number {
    let code = 0;
    for (let digit = at; digit < at + 4; digit++) {
      const value = hexDigits[this.#bytes[digit] ?? 0]!;
      if (value === notHex) return -1;
      code = code * 16 + value;
    }
    return code;
  }

  /** The place in the compact bytes of a byte that is not copied yet. */
  #place(at: number): number {
    return this.#outLength + at - this.#from;
  }

  /** Leaves bytes out. */
  #skip(start: number, end: number): void {
    if (!this.#copies) return;
    this.#out ??= Buffer.allocUnsafe(this.#bytes.length);
    const from = this.#from;
    if (start - from > 32) this.#bytes.copy(this.#out, this.#outLength, from, start);
    else for (let at = from; at < start; at++) this.#out[this.#outLength + at - from] = this.#bytes[at]!;
    this.#outLength += start - from;
    this.#from = end;
  }

  /** No escape is shorter than what stands for it, so the copy needs no more room than the original. */
  #replace(start: number, end: number, text: string): number {
    if (!this.#copies) return end;
    this.#skip(start, end);
    const code = text.charCodeAt(0);
    if (text.length === 1 && code < 0x80) this.#out![this.#outLength++] = code;
    else this.#outLength += this.#out!.write(text, this.#outLength);
    return end;
  }

  /** Which of the names asked for stands between these places of the compact bytes; `end` is the place behind it in the given ones. */
  #nameAt(start: number, stop: number, end: number): number {
    const length = stop - start;
    for (let index = 0; index < this.#names.length; index++) {
      const { bytes } = this.#names[index]!;
      if (bytes.length !== length) continue;
      // Bytes that are not copied yet are read where they were given.
      const isCopied = start < this.#outLength;
      if (isCopied) this.#skip(end, end);
      const source = isCopied ? this.#out! : this.#bytes;
      const offset = isCopied ? start : this.#from + start - this.#outLength;
      if (source.compare(bytes, 0, length, offset, offset + length) === 0) return index;
    }
    return -1;
  }
}

function deeper(levels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(levels.length * 8);
  more.set(levels);
  return more;
}

/** Behind a number, `true`, `false` or `null`; negative for anything else. */
function endOfPlain(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte! >= zero && byte! <= nine && bytes[at + 1] === comma) return at + 1;
  if (byte === 0x74) return endOfWord(bytes, at, "true");
  if (byte === 0x66) return endOfWord(bytes, at, "false");
  if (byte === 0x6e) return endOfWord(bytes, at, "null");
  return endOfNumber(bytes, at);
}

function endOfWord(bytes: Buffer, at: number, word: string): number {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word.charCodeAt(index)) return -1;
  return at + word.length;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  if (bytes[at] === zero) at++;
  else {
    at = endOfDigits(bytes, at);
    if (at < 0) return -1;
  }
  if (bytes[at] === dot) {
    at = endOfDigits(bytes, at + 1);
    if (at < 0) return -1;
  }
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return at;
  const sign = bytes[at + 1];
  return endOfDigits(bytes, sign === minus || sign === plus ? at + 2 : at + 1);
}

/** One digit at least. */
function endOfDigits(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at]! >= zero && bytes[at]! <= nine) at++;
  return at > start ? at : -1;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const quote = 0x22;
const backslash = 0x5c;
const slash = 0x2f;
const comma = 0x2c;
const colon = 0x3a;
const braceOpen = 0x7b;
const braceClose = 0x7d;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;
const letterU = 0x75;
const minus = 0x2d;
const plus = 0x2b;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;

/** What may follow a backslash, but for `u`. */
const shortEscapes = Uint8Array.from({ length: 256 }, (_each, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

const notHex = 255;
const hexDigits = Uint8Array.from({ length: 256 }, (_each, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? notHex : value;
});

/** How a character of ASCII is written within a text. */
const ascii: readonly string[] = Array.from({ length: 128 }, (_each, code) =>
  JSON.stringify(String.fromCharCode(code)).slice(1, -1),
);
