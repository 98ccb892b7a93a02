import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { lambdaEventFilter } from "../../event-pattern/dialect.ts";
import type { Pattern } from "../../event-pattern/pattern.ts";
import { PatternError } from "../../event-pattern/pattern-error.ts";
import { createMatcher } from "../../event-pattern/pattern-index.ts";
import type { QueueRecord } from "../../event-sources/queue-source.ts";
import { invalidFilterPattern, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValueException. */
export function checkFilters(patterns: readonly string[]): void {
  const { filters } = limits.eventSources;
  if (patterns.length > filters) throw invalidParameter(`Filters can have at most ${filters} patterns.`);
  for (const pattern of patterns) compile(pattern);
}

/** Whether a message is wanted: it is if it passes any of the filters. Undefined where there are none. */
export function toFilter(patterns: readonly string[]): ((record: QueueRecord) => boolean) | undefined {
  if (patterns.length === 0) return undefined;
  const filters = patterns.map((text) => {
    const pattern = compile(text);
    return { matches: createMatcher(pattern), wants: bodyOf(pattern) };
  });
  return ({ event }) => {
    const json = toJson(event.body);
    const read = json === undefined ? event : { ...event, body: json };
    const kind = json === undefined ? "text" : "json";
    return filters.some(({ matches, wants }) => (wants === undefined || wants === kind) && matches(read));
  };
}

/**
 * What a pattern takes a body for: a filter of properties never passes a plain text, nor one of plain texts a JSON body. Source: "Using event filtering with an
 * Amazon SQS event source", "Properly filtering Amazon SQS messages".
 */
function bodyOf({ root }: Pattern): "json" | "text" | undefined {
  const member = root.find((each) => each.kind !== "or" && each.name === "body");
  if (!member) return undefined;
  return member.kind === "node" ? "json" : "text";
}

function toJson(body: string): object | undefined {
  if (!/^\s*[{[]/.test(body)) return undefined;
  try {
    return JSON.parse(body) as object;
  } catch {
    return undefined;
  }
}

function compile(text: string): Pattern {
  try {
    return compilePattern(text, lambdaEventFilter);
  } catch (error) {
    if (error instanceof PatternError) throw invalidFilterPattern();
    throw error;
  }
}
