import { createHash } from "node:crypto";

/** An id in the form of a UUID: the same for the same text, so that what is done again makes no other event. */
export function toEventId(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
