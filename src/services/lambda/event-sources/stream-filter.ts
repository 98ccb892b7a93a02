import { createMatcher } from "../../event-pattern/pattern-index.ts";
import type { StreamRecord } from "../../event-sources/stream-records.ts";
import { toFilterPattern } from "./record-filter.ts";

/** Whether a record passes any of the filters; undefined where there are none. */
export function toStreamFilter(patterns: readonly string[]): ((record: StreamRecord) => boolean) | undefined {
  if (patterns.length === 0) return undefined;
  const matchers = patterns.map((pattern) => createMatcher(toFilterPattern(pattern)));
  return ({ event }) => matchers.some((matches) => matches(event));
}
