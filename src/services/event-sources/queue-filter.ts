import type { Pattern } from "../event-pattern/pattern.ts";
import { createMatcher } from "../event-pattern/pattern-index.ts";
import type { QueueRecord } from "./queue-source.ts";

/** Whether a message is wanted: it is if it passes any of the filters. Undefined where there are none. */
export function createQueueFilter(patterns: readonly Pattern[]): ((record: QueueRecord) => boolean) | undefined {
  if (patterns.length === 0) return undefined;
  const filters = patterns.map((pattern) => ({ matches: createMatcher(pattern), wants: bodyOf(pattern) }));
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
