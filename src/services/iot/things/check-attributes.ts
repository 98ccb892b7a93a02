import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws for more than a thing may have. Source: "AWS IoT thing resource limits and quotas". */
export function checkAttributes(attributes: Readonly<Record<string, string>>, hasType: boolean): void {
  const entries = Object.entries(attributes);
  const most = hasType ? limits.attributesPerThing : limits.attributesWithoutType;
  if (entries.length > most)
    throw invalidRequest(
      `Attribute count ${entries.length} exceeds the limit of ${most} attributes for a thing ${hasType ? "with" : "without"} a thing type.`,
    );
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > limits.thingAttributesBytes)
    throw invalidRequest("Attributes of a thing must have at most 47 KB together.");
}

/** An attribute without a value is none. */
export function withoutEmpty(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
