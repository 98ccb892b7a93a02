import { notSupported } from "../errors.ts";

/** Throws InvalidParameterValueException. */
export function checkFilters(patterns: readonly string[]): void {
  if (patterns.length > 0) throw notSupported("filters of event source mappings");
}

/** Whether a record is wanted; undefined where all are. */
export function toFilter(_patterns: readonly string[]): undefined {
  return undefined;
}
