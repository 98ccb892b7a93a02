import type { Random } from "../../../platform/random.ts";

/** Sixteen characters. */
export function createRequestId(random: Random): string {
  return random.text(16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}
