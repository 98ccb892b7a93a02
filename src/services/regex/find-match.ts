import { hasCharacter, words } from "./character-set.ts";
import { regexLimits } from "./regex-limits.ts";
import type { Program } from "./regex-program.ts";

/** Where each group begins and ends, `2n` and `2n + 1`; -1 for one that took no part. 0 is the whole match. */
export type Captures = readonly number[];

/** An expression that would keep the server busy for too long with one text. */
export class RegexTooCostlyError extends Error {
  constructor() {
    super("a regular expression with groups or word boundaries takes too long for one of the events");
  }
}

/**
 * The first match of the expression in a text, with its groups. All ways are followed at the same time, in the order of their
 * preference, so each character is looked at once for each state at the most, whatever the expression. Throws RegexTooCostlyError.
 */
export function findMatch(program: Program, slots: number, text: string, from = 0): Captures | undefined {
  const run = new MatchRun(program, text);
  let matched: Captures | undefined;
  let threads: Thread[] = [];
  const nothing = new Array<number>(slots).fill(-1);
  for (let at = from; at <= text.length; at++) {
    // A match that begins earlier wins, so once there is one no new way begins.
    if (!matched) run.follow(threads, program.length - 1, at, nothing.with(0, at));
    if (threads.length === 0 && matched) break;
    const next: Thread[] = [];
    run.begin();
    for (const { state: index, captures } of threads) {
      const state = program[index];
      if (state?.kind === "accept") {
        matched = captures.with(1, at);
        // Those behind it are less preferred.
        break;
      }
      if (state?.kind === "set" && at < text.length && hasCharacter(state.set, text.charCodeAt(at))) {
        run.follow(next, state.next, at + 1, captures);
      }
    }
    threads = next;
  }
  return matched;
}

interface Thread {
  readonly state: number;
  readonly captures: readonly number[];
}

class MatchRun {
  readonly #program: Program;
  readonly #text: string;
  /** The round in which each state was last reached: a state reached before belongs to a preferred way. */
  readonly #reached: Uint32Array;
  #round = 1;
  /** A copy of many groups' places counts as more than one. */
  #steps = 0;

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#reached = new Uint32Array(program.length);
  }

  /** From here on other places are meant. */
  begin(): void {
    this.#round++;
  }

  /** Adds all states that wait for a character, or accept, and are reached from `index` without taking one. */
  follow(threads: Thread[], index: number, at: number, captures: readonly number[]): void {
    if (this.#reached[index] === this.#round) return;
    if (++this.#steps > regexLimits.steps) throw new RegexTooCostlyError();
    this.#reached[index] = this.#round;
    const state = this.#program[index];
    if (!state) return;
    switch (state.kind) {
      case "set":
      case "accept":
        threads.push({ state: index, captures });
        return;
      case "fork":
        for (const next of state.next) this.follow(threads, next, at, captures);
        return;
      case "save":
        this.#steps += captures.length >>> 3;
        this.follow(threads, state.next, at, captures.with(state.slot, at));
        return;
      default:
        if (this.#holds(state.kind, at)) this.follow(threads, state.next, at, captures);
    }
  }

  #holds(kind: "start" | "end" | "boundary" | "noBoundary", at: number): boolean {
    if (kind === "start") return at === 0;
    if (kind === "end") return at === this.#text.length || (at === this.#text.length - 1 && this.#text[at] === "\n");
    return (this.#isWord(at - 1) !== this.#isWord(at)) === (kind === "boundary");
  }

  #isWord(at: number): boolean {
    return at >= 0 && at < this.#text.length && hasCharacter(words, this.#text.charCodeAt(at));
  }
}
