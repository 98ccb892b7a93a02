import { parseFieldPattern } from "./field-pattern.ts";
import { parseJsonPattern } from "./json-pattern.ts";
import type { Message, MessageTest } from "./message.ts";
import { PatternReader } from "./pattern-reader.ts";
import { parseTermPattern } from "./term-pattern.ts";

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

/**
 * Reads a pattern of one of three kinds: terms, `{ JSON conditions }` or `[space-delimited fields]`. Throws
 * InvalidParameterException. Source: "Filter pattern syntax for metric filters, subscription filters, filter log events, and
 * Live Tail".
 */
export function parseFilterPattern(text: string): FilterPattern {
  const reader = new PatternReader(text);
  reader.skipSpace();
  if (reader.take("{"))
    return { kind: "json", matches: parseJsonPattern(reader), regexes: reader.regexes, ...noFields };
  if (reader.take("[")) return parseFieldPattern(reader);
  return { kind: "terms", matches: parseTermPattern(reader), regexes: reader.regexes, ...noFields };
}

const noFields = { extract: () => ({}), names: [] } as const;
