import { invalidParameter, tooManyTags } from "../errors.ts";
import { limits } from "../limits.ts";

/** Source: "Using tags on Lambda resources". Throws InvalidParameterValueException. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const names = Object.keys(tags);
  if (names.length > limits.tags) throw tooManyTags();
  if (names.some((name) => name.toLowerCase().startsWith("aws:"))) {
    throw invalidParameter("Tag keys beginning with 'aws:' are reserved for system use.");
  }
}
