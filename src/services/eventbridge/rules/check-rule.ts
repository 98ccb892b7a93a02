import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { eventBridge } from "../../event-pattern/dialect.ts";
import type { Pattern } from "../../event-pattern/pattern.ts";
import { PatternError } from "../../event-pattern/pattern-error.ts";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import { defaultBus } from "../buses/event-bus.ts";
import { invalidParameter, invalidPattern, validation } from "../errors.ts";

/** Throws InvalidEventPatternException. */
export function checkPattern(pattern: string): Pattern {
  try {
    return compilePattern(pattern, eventBridge);
  } catch (error) {
    throw error instanceof PatternError ? invalidPattern(error.message) : error;
  }
}

/** Throws ValidationException. Only the default bus has schedules. */
export function checkSchedule(expression: string, bus: string): void {
  if (bus !== defaultBus) throw validation("ScheduleExpression is supported only on the default event bus.");
  if (!parseScheduleExpression(expression, "rule")) throw invalidParameter("ScheduleExpression");
}
