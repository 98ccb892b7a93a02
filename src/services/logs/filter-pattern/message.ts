import type { Pace } from "../../../platform/pace.ts";
import { isTurnOver, Run } from "../../regex/run.ts";
import { parseDocument } from "./parse-document.ts";
import { splitFields } from "./split-fields.ts";

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
    if (isTurnOver(error)) return undefined;
    throw error;
  }
}
