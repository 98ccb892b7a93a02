/** Which UTF-16 code units are meant: one byte for each of ASCII, and all others but, or only, those listed. */
export interface CharacterSet {
  readonly ascii: Uint8Array;
  /** Whether those beyond ASCII that are not listed are in the set. */
  readonly others: boolean;
  /** Ranges beyond ASCII of which the opposite holds. */
  readonly exceptions: readonly Range[];
}

export type Range = readonly [from: number, to: number];

export const asciiSize = 128;

export function hasCharacter(set: CharacterSet, code: number): boolean {
  if (code < asciiSize) return set.ascii[code] === 1;
  return set.exceptions.some(([from, to]) => code >= from && code <= to) !== set.others;
}

export function setOfRanges(ranges: readonly Range[]): CharacterSet {
  const ascii = new Uint8Array(asciiSize);
  const exceptions: Range[] = [];
  for (const [from, to] of ranges) {
    if (from < asciiSize) ascii.fill(1, from, Math.min(to + 1, asciiSize));
    if (to >= asciiSize) exceptions.push([Math.max(from, asciiSize), to]);
  }
  return { ascii, others: false, exceptions };
}

export function invert({ ascii, others, exceptions }: CharacterSet): CharacterSet {
  return { ascii: ascii.map((isIn) => 1 - isIn), others: !others, exceptions };
}

/** Neither may list exceptions if it has the others: only inverted sets do, and a class inverts last. */
export function union(one: CharacterSet, other: CharacterSet): CharacterSet {
  return {
    ascii: one.ascii.map((isIn, code) => isIn | (other.ascii[code] ?? 0)),
    others: one.others || other.others,
    exceptions: one.others || other.others ? [] : [...one.exceptions, ...other.exceptions],
  };
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
export const anyButNewline = invert(setOfRanges([[10, 10]]));
export const anyCharacter = invert(setOfRanges([]));
