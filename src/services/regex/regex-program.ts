import type { CharacterSet } from "./character-set.ts";
import { RegexSyntaxError } from "./parse-regex.ts";
import type { RegexNode, RepeatNode } from "./regex-node.ts";

/** One state of the automaton. Of a fork's ways the first is tried first. */
export type ProgramState =
  | { readonly kind: "set"; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: "start" | "end" | "boundary" | "noBoundary"; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  /** Keeps the place: group `n` begins in slot `2n` and ends in `2n + 1`. */
  | { readonly kind: "save"; readonly slot: number; readonly next: number }
  | { readonly kind: "accept" };

/** State 0 accepts, the last is where it begins. */
export type Program = readonly ProgramState[];

/** `mostStates` bounds the work for each character; counts may reach it quickly. Throws RegexSyntaxError for an expression that is larger. */
export function toProgram(node: RegexNode, mostStates: number): Program {
  const states: ProgramState[] = [{ kind: "accept" }];
  const entry = new ProgramBuilder(states, mostStates).add(node, 0);
  states.push({ kind: "fork", next: [entry] });
  return states;
}

class ProgramBuilder {
  readonly #states: ProgramState[];
  readonly #mostStates: number;

  constructor(states: ProgramState[], mostStates: number) {
    this.#states = states;
    this.#mostStates = mostStates;
  }

  /** Adds the states of a node, of which the last leads to `next`; gives the first. */
  add(node: RegexNode, next: number): number {
    switch (node.kind) {
      case "set":
        return this.#push({ kind: "set", set: node.set, next });
      case "sequence":
        return node.parts.reduceRight((after, part) => this.add(part, after), next);
      case "either":
        return this.#push({ kind: "fork", next: node.options.map((option) => this.add(option, next)) });
      case "group": {
        const end = this.#push({ kind: "save", slot: node.index * 2 + 1, next });
        return this.#push({ kind: "save", slot: node.index * 2, next: this.add(node.node, end) });
      }
      case "repeat":
        return this.#addRepeat(node, next);
      default:
        return this.#push({ kind: node.kind, next });
    }
  }

  #addRepeat({ node, min, max, isLazy }: RepeatNode, next: number): number {
    const fork = (more: number) => (isLazy ? [next, more] : [more, next]);
    let entry = next;
    if (Number.isFinite(max)) {
      for (let copy = min; copy < max; copy++) {
        entry = this.#push({ kind: "fork", next: fork(this.add(node, entry)) });
      }
    } else {
      const loop = this.#push({ kind: "fork", next: [] });
      this.#states[loop] = { kind: "fork", next: fork(this.add(node, loop)) };
      entry = loop;
    }
    for (let copy = 0; copy < min; copy++) entry = this.add(node, entry);
    return entry;
  }

  #push(state: ProgramState): number {
    if (this.#states.length >= this.#mostStates) {
      throw new RegexSyntaxError(`regular expressions do not support more than ${this.#mostStates} states`);
    }
    return this.#states.push(state) - 1;
  }
}
