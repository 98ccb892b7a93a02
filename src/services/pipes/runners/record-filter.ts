import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { eventBridge } from "../../event-pattern/dialect.ts";
import { PatternError } from "../../event-pattern/pattern-error.ts";
import { createMatcher } from "../../event-pattern/pattern-index.ts";
import { createQueueFilter } from "../../event-sources/queue-filter.ts";
import type { QueueRecord } from "../../event-sources/queue-source.ts";
import type { StreamRecord } from "../../event-sources/stream-records.ts";
import { invalid } from "../errors.ts";

/** What passes any of the patterns. Undefined where there are none. Throws ValidationException. Source: "Event filtering in Amazon EventBridge Pipes". */
export function toFilter(patterns: readonly string[]): ((record: QueueRecord) => boolean) | undefined {
  return createQueueFilter(patterns.map(compile));
}

/** Of a stream's records, which are JSON throughout. */
export function toStreamFilter(patterns: readonly string[]): ((record: StreamRecord) => boolean) | undefined {
  if (patterns.length === 0) return undefined;
  const matchers = patterns.map((pattern) => createMatcher(compile(pattern)));
  return ({ event }) => matchers.some((matches) => matches(event));
}

function compile(text: string) {
  try {
    return compilePattern(text, eventBridge);
  } catch (error) {
    if (error instanceof PatternError) throw invalid(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}
