import type { CharacterClasses } from "./character-classes.ts";
import { hasCharacter } from "./character-set.ts";
import type { Program, ProgramState } from "./regex-program.ts";

/** The states that wait for a character, a bit for each, and two more: it has accepted, it accepts if the text ends here. */
export type StateSet = Uint32Array<ArrayBuffer>;

/**
 * The sets of states that an automaton can be in, as bits, and the step from one to the next. Where all states lead is prepared for four of them at
 * a time, so that a step costs a few hundred operations at the most, whatever the expression and the text.
 */
export class StateSets {
  /** Where it is before the first character. */
  readonly start: StateSet;
  /** A match may begin at every place, so these are in every set behind it. */
  readonly #entry: StateSet;
  readonly #words: number;
  readonly #accept: number;
  /** The states that take a character, for each class of them. */
  readonly #taking: readonly StateSet[];
  /** Where each four states lead: a row of words for each of their sixteen combinations, from `rows`. */
  readonly #rows: Uint32Array;
  /** Which words a row is of, and where that is told: only those that any of the four leads to, mostly the next one alone. */
  readonly #rowWords: Uint8Array;
  readonly #rowsAt: Uint32Array;
  readonly #wordsAt: Uint32Array;

  constructor(states: Program, classes: CharacterClasses) {
    const waiting = states.flatMap((state, index) => (state.kind === "set" ? [index] : []));
    this.#accept = waiting.length;
    this.#words = Math.ceil((waiting.length + 2) / 32);
    const closure = new Closure(states);
    const places = new Map(waiting.map((index, place) => [index, place]));
    const reach = (from: number, isAtStart = false) => this.#toSet(closure.of(from, isAtStart), places);
    this.start = reach(states.length - 1, true);
    this.#entry = reach(states.length - 1);
    this.#taking = classes.examples.map(() => new Uint32Array(this.#words));
    const follow = waiting.map((index, place) => {
      const state = states[index] as Extract<ProgramState, { kind: "set" }>;
      for (const [character, taking] of this.#taking.entries())
        if (hasCharacter(state.set, classes.examples[character] as number)) addBit(taking, place);
      return reach(state.next);
    });
    const tables = Array.from({ length: this.#words * 8 }, (_, four) => toTable(follow.slice(four * 4, four * 4 + 4)));
    this.#rows = Uint32Array.from(tables.flatMap(({ rows }) => [...rows]));
    this.#rowWords = Uint8Array.from(tables.flatMap(({ words }) => words));
    let [rowsAt, wordsAt] = [0, 0];
    this.#rowsAt = new Uint32Array(tables.length);
    this.#wordsAt = new Uint32Array(tables.length + 1);
    for (const [four, { words, rows }] of tables.entries()) {
      this.#rowsAt[four] = rowsAt;
      this.#wordsAt[four] = wordsAt;
      rowsAt += rows.length;
      wordsAt += words.length;
    }
    this.#wordsAt[tables.length] = wordsAt;
  }

  accepts(set: StateSet): boolean {
    return hasBit(set, this.#accept);
  }

  acceptsAtEnd(set: StateSet): boolean {
    return hasBit(set, this.#accept + 1);
  }

  /** `character` is a class. */
  step(from: StateSet, character: number, into: StateSet = new Uint32Array(this.#words)): StateSet {
    const taking = this.#taking[character] as StateSet;
    const [rows, rowWords, rowsAt, wordsAt] = [this.#rows, this.#rowWords, this.#rowsAt, this.#wordsAt];
    into.set(this.#entry);
    for (let word = 0; word < this.#words; word++) {
      let bits = (from[word] as number) & (taking[word] as number);
      for (let four = word * 8; bits !== 0; four++, bits >>>= 4) {
        if ((bits & 15) === 0) continue;
        const begin = wordsAt[four] as number;
        const until = wordsAt[four + 1] as number;
        let row = (rowsAt[four] as number) + (bits & 15) * (until - begin);
        for (let at = begin; at < until; at++, row++) {
          const to = rowWords[at] as number;
          into[to] = (into[to] as number) | (rows[row] as number);
        }
      }
    }
    return into;
  }

  #toSet(
    { inside, atEnd }: { inside: readonly number[]; atEnd: boolean },
    places: ReadonlyMap<number, number>,
  ): StateSet {
    const set = new Uint32Array(this.#words);
    for (const index of inside) {
      const place = places.get(index);
      if (place !== undefined) addBit(set, place);
    }
    if (inside.includes(0)) addBit(set, this.#accept);
    if (atEnd) addBit(set, this.#accept + 1);
    return set;
  }
}

function toTable(follow: readonly StateSet[]): { words: readonly number[]; rows: Uint32Array } {
  const words = [...(follow[0]?.keys() ?? [])].filter((word) => follow.some((set) => set[word] !== 0));
  const rows = new Uint32Array(16 * words.length);
  for (let combination = 1; combination < 16; combination++) {
    const highest = 31 - Math.clz32(combination);
    const rest = combination & ~(1 << highest);
    for (const [at, word] of words.entries()) {
      const former = rows[rest * words.length + at] as number;
      rows[combination * words.length + at] = former | (follow[highest]?.[word] ?? 0);
    }
  }
  return { words, rows };
}

/** All states that are reached without taking a character. */
class Closure {
  readonly #states: Program;
  readonly #hasEnds: boolean;
  /** The round in which each was last reached. */
  readonly #reached: Uint32Array;
  #round = 0;

  constructor(states: Program) {
    this.#states = states;
    this.#hasEnds = states.some(({ kind }) => kind === "end");
    this.#reached = new Uint32Array(states.length);
  }

  /** `atEnd`: whether it accepts if the text ends here. */
  of(from: number, isAtStart: boolean): { inside: readonly number[]; atEnd: boolean } {
    const inside = this.#reach(from, isAtStart, false);
    const atEnd = inside.includes(0) || (this.#hasEnds && this.#reach(from, isAtStart, true).includes(0));
    return { inside, atEnd };
  }

  #reach(from: number, isAtStart: boolean, isAtEnd: boolean): number[] {
    this.#round += 1;
    const found: number[] = [];
    const left = [from];
    for (let index = left.pop(); index !== undefined; index = left.pop()) {
      if (this.#reached[index] === this.#round) continue;
      this.#reached[index] = this.#round;
      found.push(index);
      const state = this.#states[index];
      if (state?.kind === "fork") left.push(...state.next);
      if (state?.kind === "save") left.push(state.next);
      if ((state?.kind === "start" && isAtStart) || (state?.kind === "end" && isAtEnd)) left.push(state.next);
    }
    return found;
  }
}

function addBit(set: StateSet, bit: number): void {
  const word = bit >>> 5;
  set[word] = (set[word] as number) | (1 << (bit & 31));
}

function hasBit(set: StateSet, bit: number): boolean {
  return (((set[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
}
