/** Which UTF-16 code units are meant: one byte for each of ASCII, and all others but, or only, those listed. */
export interface CharacterSet {
  readonly ascii: Uint8Array;
  /** Whether those beyond ASCII that are not listed are in the set. */
  readonly others: boolean;
  /** Ranges beyond ASCII of which the opposite holds, in order and apart from each other. */
  readonly exceptions: readonly Range[];
}

export type Range = readonly [from: number, to: number];

export const asciiSize = 128;

export function hasCharacter(set: CharacterSet, code: number): boolean {
  if (code < asciiSize) return set.ascii[code] === 1;
  return (set.exceptions.length > 0 && isListed(set.exceptions, code)) !== set.others;
}

/** A class can list thousands, and is asked for each character. */
function isListed(ranges: readonly Range[], code: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [from, to] = ranges[middle] as Range;
    if (code < from) high = middle;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}

export function setOfRanges(ranges: readonly Range[]): CharacterSet {
  const ascii = new Uint8Array(asciiSize);
  const exceptions: Range[] = [];
  for (const [from, to] of ranges) {
    if (from < asciiSize) ascii.fill(1, from, Math.min(to + 1, asciiSize));
    if (to >= asciiSize) exceptions.push([Math.max(from, asciiSize), to]);
  }
  return { ascii, others: false, exceptions: inOrder(exceptions) };
}

/** One code unit. */
export function setOfCharacter(character: string): CharacterSet {
  const code = character.charCodeAt(0);
  return setOfRanges([[code, code]]);
}

/** The code of a set's only character; undefined for any other set. */
export function onlyCharacter({ ascii, others, exceptions }: CharacterSet): number | undefined {
  if (others) return undefined;
  const first = ascii.indexOf(1);
  if (first >= 0) return exceptions.length === 0 && ascii.lastIndexOf(1) === first ? first : undefined;
  const [only] = exceptions;
  return only && exceptions.length === 1 && only[0] === only[1] ? only[0] : undefined;
}

export function invert({ ascii, others, exceptions }: CharacterSet): CharacterSet {
  return { ascii: ascii.map((isIn) => 1 - isIn), others: !others, exceptions };
}

/** None may list exceptions if it has the others: only inverted sets do, and a class inverts last. */
export function union(sets: readonly CharacterSet[]): CharacterSet {
  const ascii = new Uint8Array(asciiSize);
  for (const set of sets) for (let code = 0; code < asciiSize; code++) ascii[code] ||= set.ascii[code] ?? 0;
  const others = sets.some((set) => set.others);
  return { ascii, others, exceptions: others ? [] : inOrder(sets.flatMap(({ exceptions }) => exceptions)) };
}

/** Ranges that touch become one. */
function inOrder(ranges: readonly Range[]): readonly Range[] {
  if (ranges.length < 2) return ranges;
  const joined: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** The set with both cases of its ASCII letters. */
export function ignoreCase(set: CharacterSet): CharacterSet {
  const ascii = Uint8Array.from(set.ascii);
  for (let upper = 65; upper <= 90; upper++) {
    const either = (ascii[upper] ?? 0) | (ascii[upper + 32] ?? 0);
    ascii[upper] = either;
    ascii[upper + 32] = either;
  }
  return { ...set, ascii };
}

const digit: Range = [48, 57];

export const digits = setOfRanges([digit]);
export const words = setOfRanges([digit, [65, 90], [95, 95], [97, 122]]);
export const spaces = setOfRanges([
  [9, 13],
  [32, 32],
]);
/** What a letter behind a backslash stands for, in filter patterns and in queries. */
export const escapedSets: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  D: invert(digits),
  s: spaces,
  S: invert(spaces),
  w: words,
  W: invert(words),
};
export const anyButNewline = invert(setOfRanges([[10, 10]]));
export const anyCharacter = invert(setOfRanges([]));
