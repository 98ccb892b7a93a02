import { asciiSize, type CharacterSet, hasCharacter } from "./character-set.ts";
import type { Program } from "./regex-program.ts";

/** What a program cannot tell apart is one class: each character of ASCII is one, all others by the sets that they are in. */
export interface CharacterClasses {
  /** A character of each class. */
  readonly examples: readonly number[];
  /** The class of a character beyond ASCII; one of ASCII is its own. */
  of(code: number): number;
}

/** Ranges beyond ASCII that sets list, all together: a class may list thousands, and each costs a look at each set. */
const mostRanges = 512;

/** Undefined for a program that lists too many characters beyond ASCII. */
export function toCharacterClasses(program: Program): CharacterClasses | undefined {
  const sets = [...new Set(program.flatMap((state) => (state.kind === "set" ? [state.set] : [])))];
  const listing = sets.filter(({ exceptions }) => exceptions.length > 0);
  const ranges = listing.flatMap(({ exceptions }) => exceptions);
  if (ranges.length > mostRanges) return undefined;
  const ascii = Array.from({ length: asciiSize }, (_, code) => code);
  if (ranges.length === 0) return { examples: [...ascii, asciiSize], of: () => asciiSize };
  const starts = [...new Set([asciiSize, ...ranges.flatMap(([from, to]) => [from, to + 1])])].sort((a, b) => a - b);
  const found = new Map<string, number>();
  const examples = [...ascii];
  const classes = starts.map((start) => {
    const within = membership(listing, start);
    const known = found.get(within) ?? examples.push(start) - 1;
    found.set(within, known);
    return known;
  });
  return { examples, of: (code) => classes[lastNotAfter(starts, code)] as number };
}

function membership(sets: readonly CharacterSet[], code: number): string {
  return sets.map((set) => (hasCharacter(set, code) ? "1" : "0")).join("");
}

/** The index of the last start that is not after the code. */
function lastNotAfter(starts: readonly number[], code: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= code) low = middle;
    else high = middle - 1;
  }
  return low;
}
