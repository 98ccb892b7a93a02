import { Pace } from "../../platform/pace.ts";
import type { StateSet } from "./state-sets.ts";

const turnOver = new Error("the turn is over");

/** What is thrown where a run leaves. */
export function isTurnOver(error: unknown): boolean {
  return error === turnOver;
}

/**
 * A pattern's way through one message. It is left, by an exception, where the turn ends, and gone again from its start in the next one;
 * what its tests said before is remembered in their order, which is always the same.
 */
export class Run {
  readonly #said: boolean[] = [];
  #at = 0;
  #left: Place | undefined;
  /** Of this turn, from its first new test on: the way to there may be long, and each turn must come further. */
  #pace: Pace | undefined;

  again(): void {
    this.#at = 0;
    this.#pace = undefined;
  }

  /** One test of the pattern. It gets the place at which it left before, if it is the one that did. */
  test(holds: (from: Place | undefined) => boolean): boolean {
    const said = this.#said[this.#at];
    if (said === undefined) {
      const from = this.#left;
      this.#left = undefined;
      if (this.#pace && !from) this.rest();
      this.#pace ??= new Pace();
      this.#said.push(holds(from));
    }
    return this.#said[this.#at++] as boolean;
  }

  /** Leaves if the turn is over, to go on at the place given. */
  rest(place?: () => Place): void {
    if (!this.#pace?.isOver) return;
    this.#left = place?.();
    throw turnOver;
  }
}

/** How far an expression has come. */
export interface Place {
  readonly set: StateSet;
  readonly at: number;
}
