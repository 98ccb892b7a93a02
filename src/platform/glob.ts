/** Any text, none included; one character. */
export const anyText = Symbol("*");
export const oneCharacter = Symbol("?");

/** What a pattern with wildcards is made of: texts, and between them the wildcards. */
export type GlobParts = readonly (string | typeof anyText | typeof oneCharacter)[];

/** A pattern of `*` and `?`, taken apart. */
export function globParts(text: string): GlobParts {
  const parts = text.split(/([*?])/).filter((part) => part !== "");
  return parts.map((part) => (part === "*" ? anyText : part === "?" ? oneCharacter : part));
}

/**
 * The one matcher of wildcards there is: policies' and whatever else compares names with patterns. It looks for what stands between
 * two stars once, at the first place where it fits, so that no number of stars makes it try again; an expression of many `.*` could be made
 * to run for hours.
 */
export function compileGlob(parts: GlobParts): (text: string) => boolean {
  const pieces = piecesOf(parts);
  const [first, ...others] = pieces;
  const last = others.pop();
  if (!first) return (text) => text === "";
  if (!last) return (text) => text.length === first.length && fits(first, text, 0);
  const least = pieces.reduce((sum, { length }) => sum + length, 0);
  return (text) => {
    if (text.length < least || !fits(first, text, 0) || !fits(last, text, text.length - last.length)) return false;
    let at = first.length;
    for (const piece of others) {
      const found = find(piece, text, at, text.length - last.length);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** What stands between stars: fixed texts with their places in it. */
interface Piece {
  readonly length: number;
  readonly texts: readonly { readonly at: number; readonly text: string }[];
}

function piecesOf(parts: GlobParts): Piece[] {
  const pieces: { length: number; texts: { at: number; text: string }[] }[] = [{ length: 0, texts: [] }];
  for (const part of parts) {
    const piece = pieces.at(-1)!;
    if (part === anyText) pieces.push({ length: 0, texts: [] });
    else if (part === oneCharacter) piece.length += 1;
    else {
      const before = piece.texts.at(-1);
      // Texts that touch are one: those of a variable and of what stands beside it.
      if (before && before.at + before.text.length === piece.length) before.text += part;
      else piece.texts.push({ at: piece.length, text: part });
      piece.length += part.length;
    }
  }
  return pieces;
}

function fits({ texts }: Piece, value: string, from: number): boolean {
  return texts.every(({ at, text }) => value.startsWith(text, from + at));
}

/** The first place from `from` on where the piece fits and ends before `end`, or -1. */
function find(piece: Piece, value: string, from: number, end: number): number {
  const [first, ...others] = piece.texts;
  const latest = end - piece.length;
  if (!first) return from <= latest ? from : -1;
  if (others.length > 0) return findSpaced(piece, value, from, end);
  const found = value.indexOf(first.text, from + first.at) - first.at;
  return found >= from && found <= latest ? found : -1;
}

/**
 * For a piece with `?` between its texts, of which the first may fit at every place and the last at none: how far each begun attempt has come is one bit,
 * so that thirty-two of them go on in one operation. Source: "Shift-And", Baeza-Yates and Gonnet, "A new approach to text searching".
 */
function findSpaced(piece: Piece, value: string, from: number, end: number): number {
  const words = Math.ceil(piece.length / 32);
  const any = new Uint32Array(words);
  const taking = new Map<number, Uint32Array>();
  const last = piece.length - 1;
  for (let at = 0; at <= last; at++) setBit(any, at);
  for (const { at, text } of piece.texts) for (let n = 0; n < text.length; n++) clearBit(any, at + n);
  for (const { at, text } of piece.texts) {
    for (let n = 0; n < text.length; n++) {
      const code = text.charCodeAt(n);
      const places = taking.get(code) ?? Uint32Array.from(any);
      taking.set(code, places);
      setBit(places, at + n);
    }
  }
  const attempts = new Uint32Array(words);
  for (let at = from; at < end; at++) {
    const places = taking.get(value.charCodeAt(at)) ?? any;
    let begun = 1;
    for (let word = 0; word < words; word++) {
      const before = attempts[word] as number;
      attempts[word] = ((before << 1) | begun) & (places[word] as number);
      begun = before >>> 31;
    }
    if (((attempts[last >>> 5] as number) >>> (last & 31)) & 1) return at - last;
  }
  return -1;
}

function setBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31));
}

function clearBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) & ~(1 << (at & 31));
}
