import { parseFieldPattern } from "./field-pattern.ts";
import { parseJsonPattern } from "./json-pattern.ts";
import { PatternReader } from "./pattern-reader.ts";
import { parseTermPattern } from "./term-pattern.ts";

/** What log events are to have in common. Neither function throws, whatever the message. */
export interface FilterPattern {
  readonly matches: (message: string) => boolean;
  /** The fields of a space-delimited pattern by name (`$status`) or, unnamed, by place (`$3`); of others none. */
  readonly extract: (message: string) => Record<string, string>;
}

/**
 * Reads a pattern of one of three kinds: terms, `{ JSON conditions }` or `[space-delimited fields]`. Throws
 * InvalidParameterException. Source: "Filter pattern syntax for metric filters, subscription filters, filter log events, and
 * Live Tail".
 */
export function parseFilterPattern(text: string): FilterPattern {
  const reader = new PatternReader(text);
  reader.skipSpace();
  if (reader.take("{")) return { matches: parseJsonPattern(reader), extract: () => ({}) };
  if (reader.take("[")) return parseFieldPattern(reader);
  return { matches: parseTermPattern(reader), extract: () => ({}) };
}
