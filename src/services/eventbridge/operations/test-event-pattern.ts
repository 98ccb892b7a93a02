import { createMatcher } from "../../event-pattern/pattern-index.ts";
import { invalidParameter } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";
import { checkPattern } from "../rules/check-rule.ts";

/** Whether an event would match. The event must have what every event has; its detail may be missing. */
export const testEventPattern: EventsOperation<"TestEventPattern"> = async ({ EventPattern = "", Event = "" }) => {
  const event = readEvent(Event);
  const pattern = checkPattern(EventPattern);
  return { Result: createMatcher(pattern)(event) };
};

const required = ["id", "account", "source", "time", "region", "detail-type"];

function readEvent(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    event = undefined;
  }
  const isEvent = typeof event === "object" && event !== null && required.every((name) => Object.hasOwn(event, name));
  if (!isEvent) throw invalidParameter("Event");
  return event as object;
}
