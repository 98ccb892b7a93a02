import { ownValue } from "../../../platform/own-value.ts";
/** Which characters are meant: one byte for each of ASCII, and one for all others together. */
export type CharacterSet = Uint8Array;

/** The place of a character in a set. */
export const otherCharacters = 128;
export const setSize = 129;

export const characterSets = {
  any: invert(setOf("\n")),
  digits: setOf("0123456789"),
  spaces: setOf(" \t\n\v\f\r"),
  words: setOf("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
} as const;

const escapes: Readonly<Record<string, CharacterSet>> = {
  d: characterSets.digits,
  D: invert(characterSets.digits),
  s: characterSets.spaces,
  S: invert(characterSets.spaces),
  w: characterSets.words,
  W: invert(characterSets.words),
};

/** What stands for itself. Parentheses, spaces and others have to be written `\x28`. */
const plain = /^[A-Za-z0-9:_#=@/;,-]$/;
const escapable = /^[:_#=@/;,\-^$?[\]{}|\\*+.]$/;

/** One character or escape. Undefined for what AWS does not support. */
export function readCharacter(source: string, at: number): { node: CharacterSet; end: number } | undefined {
  const character = source[at] ?? "";
  if (character !== "\\") return plain.test(character) ? { node: setOf(character), end: at + 1 } : undefined;
  const escaped = source[at + 1] ?? "";
  const known = ownValue(escapes, escaped);
  if (known) return { node: known, end: at + 2 };
  if (escapable.test(escaped)) return { node: setOf(escaped), end: at + 2 };
  const code = /^x([0-9a-fA-F]{2})$/.exec(source.slice(at + 1, at + 4))?.[1];
  if (code === undefined) return undefined;
  return { node: setOf(String.fromCharCode(Number.parseInt(code, 16))), end: at + 4 };
}

/** `[a-z_]` or `[^0-9]`, from its bracket. */
export function readClass(source: string, from: number): { node: CharacterSet; end: number } | undefined {
  const isNegated = source[from + 1] === "^";
  const set = new Uint8Array(setSize);
  const start = from + (isNegated ? 2 : 1);
  let at = start;
  while (source[at] !== "]" || at === start) {
    const first = readMember(source, at);
    if (!first) return undefined;
    const isRange = source[first.end] === "-" && source[first.end + 1] !== "]";
    const last = isRange ? readMember(source, first.end + 1) : first;
    if (!last || !addRange(set, first.node, last.node)) return undefined;
    at = last.end;
  }
  return { node: isNegated ? invert(set) : set, end: at + 1 };
}

/** Within a class the operators stand for themselves. */
function readMember(source: string, at: number): { node: CharacterSet; end: number } | undefined {
  const character = source[at] ?? "";
  if (character !== "" && "^$?[]{}|*+.".includes(character)) return { node: setOf(character), end: at + 1 };
  return readCharacter(source, at);
}

/** False for a range that ends before it begins, or whose ends are not characters. */
function addRange(set: CharacterSet, first: CharacterSet, last: CharacterSet): boolean {
  if (first === last) {
    for (const [code, isIn] of first.entries()) set[code] ||= isIn;
    return true;
  }
  const codeOf = (one: CharacterSet) => (one.indexOf(1) === one.lastIndexOf(1) ? one.indexOf(1) : -1);
  const from = codeOf(first);
  const to = codeOf(last);
  if (from < 0 || to < from) return false;
  set.fill(1, from, to + 1);
  return true;
}

function setOf(characters: string): CharacterSet {
  const set = new Uint8Array(setSize);
  for (const character of characters) set[Math.min(character.charCodeAt(0), otherCharacters)] = 1;
  return set;
}

function invert(set: CharacterSet): CharacterSet {
  return set.map((isIn) => 1 - isIn);
}
