import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValue. */
export function checkLabel(label: string): void {
  if (/^[\w-]+$/.test(label) && label.length <= limits.permissionLabelLength) return;
  throw invalidValue(
    label,
    "Label",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.",
  );
}
