import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValue. */
export function checkVisibility(seconds: number): void {
  if (seconds >= 0 && seconds <= limits.visibilitySeconds) return;
  throw invalidValue(
    seconds,
    "VisibilityTimeout",
    `VisibilityTimeout must be an integer between 0 and ${limits.visibilitySeconds}.`,
  );
}
