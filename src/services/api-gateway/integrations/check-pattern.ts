import { repeatsGroup } from "../../execute-api/selection-pattern.ts";
import { notBuilt } from "../errors.ts";

/** Throws for a pattern that could hold the server. */
export function checkPattern(pattern: string): void {
  if (repeatsGroup(pattern)) throw notBuilt(`patterns that repeat a group: ${pattern}`);
}
