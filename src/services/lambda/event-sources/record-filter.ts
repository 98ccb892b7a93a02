import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { lambdaEventFilter } from "../../event-pattern/dialect.ts";
import type { Pattern } from "../../event-pattern/pattern.ts";
import { PatternError } from "../../event-pattern/pattern-error.ts";
import { createQueueFilter } from "../../event-sources/queue-filter.ts";
import type { QueueRecord } from "../../event-sources/queue-source.ts";
import { invalidFilterPattern, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValueException. */
export function checkFilters(patterns: readonly string[]): void {
  const { filters } = limits.eventSources;
  if (patterns.length > filters) throw invalidParameter(`Filters can have at most ${filters} patterns.`);
  for (const pattern of patterns) toFilterPattern(pattern);
}

/** Undefined where there are none. */
export function toFilter(patterns: readonly string[]): ((record: QueueRecord) => boolean) | undefined {
  return createQueueFilter(patterns.map(toFilterPattern));
}

/** Throws InvalidParameterValueException. */
export function toFilterPattern(text: string): Pattern {
  try {
    return compilePattern(text, lambdaEventFilter);
  } catch (error) {
    if (error instanceof PatternError) throw invalidFilterPattern();
    throw error;
  }
}
