import { Pace } from "../../../platform/pace.ts";
import { parseDocument } from "./parse-document.ts";
import { splitFields } from "./split-fields.ts";
import type { StateSet } from "./state-sets.ts";

/** An event's message while patterns look at it: what several of them need of it is made once. */
export class Message {
  readonly text: string;
  #document: { readonly value: unknown } | undefined;
  #fields: readonly string[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined for a message that is no JSON. */
  get document(): unknown {
    this.#document ??= { value: parseDocument(this.text) };
    return this.#document.value;
  }

  get fields(): readonly string[] {
    this.#fields ??= splitFields(this.text);
    return this.#fields;
  }
}

/** `run` is for a message that may need more than one turn of the process. */
export type MessageTest = (message: Message, run?: Run) => boolean;

/** What log events are to have in common. Neither function throws, whatever the message. */
export interface FilterPattern {
  readonly kind: "terms" | "json" | "fields";
  readonly matches: MessageTest;
  /** The fields of a space-delimited pattern by name (`$status`) or, unnamed, by place (`$3`); of others none. */
  readonly extract: (message: Message) => Record<string, string>;
  /** The names of a space-delimited pattern's fields, without the dollar sign; of others none. */
  readonly names: readonly string[];
  /** How many regular expressions it has. */
  readonly regexes: number;
}

/** A message below it is done in one turn: its worst expression takes 15 ms. */
const longCharacters = 8_192;

/**
 * Whether the message matches; a promise only where that takes more than one turn. One event may have a megabyte, and each character
 * of it cost a microsecond or two.
 */
export function matchInTurns(matches: MessageTest, message: Message, pace: Pace): boolean | Promise<boolean> {
  if (message.text.length < longCharacters) return matches(message);
  const run = new Run();
  return matchOnce(matches, message, run) ?? finish(matches, message, run, pace);
}

async function finish(matches: MessageTest, message: Message, run: Run, pace: Pace): Promise<boolean> {
  for (;;) {
    await pace.rest();
    run.again();
    const isMatch = matchOnce(matches, message, run);
    if (isMatch !== undefined) return isMatch;
  }
}

/** Undefined if the turn is over. */
function matchOnce(matches: MessageTest, message: Message, run: Run): boolean | undefined {
  try {
    return matches(message, run);
  } catch (error) {
    if (error === turnOver) return undefined;
    throw error;
  }
}

const turnOver = new Error("the turn is over");

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
