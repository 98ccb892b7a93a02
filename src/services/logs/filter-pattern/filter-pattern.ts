import { parseFieldPattern } from "./field-pattern.ts";
import { parseJsonPattern } from "./json-pattern.ts";
import type { FilterPattern } from "./message.ts";
import { PatternReader } from "./pattern-reader.ts";
import { parseTermPattern } from "./term-pattern.ts";

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
