import { createHash } from "node:crypto";
import { alphabets, type Random } from "../../../platform/random.ts";

/**
 * A version's id: 32 characters, of which the last four follow from the others. AWS's ids tell by themselves whether they are ids at
 * all, and a wrong one is answered otherwise than one of a version that is gone. Source: "Working with object versions".
 */
export function createVersionId(random: Random): string {
  const body = random.text(28, alphabets.base62);
  return body + checkOf(body);
}

/** The version that a bucket without versioning makes. */
export const nullVersion = "null";

export function isVersionId(text: string): boolean {
  return text === nullVersion || (text.length === 32 && checkOf(text.slice(0, 28)) === text.slice(28));
}

function checkOf(body: string): string {
  const digest = createHash("sha256").update(body).digest();
  let text = "";
  for (const byte of digest.subarray(0, 4)) text += alphabets.base62[byte % alphabets.base62.length];
  return text;
}
