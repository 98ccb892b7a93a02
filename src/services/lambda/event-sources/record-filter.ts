import { invalidFilterPattern } from "../errors.ts";

export function checkFilters(_patterns: readonly string[]): void {
  if (_patterns.length > 0) throw invalidFilterPattern();
}
export function toFilter(_patterns: readonly string[]): undefined {
  return undefined;
}
