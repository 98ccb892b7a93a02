import { createHash } from "node:crypto";
import { alphabets, type Random } from "../../../platform/random.ts";

/**
 * A version's id: 32 characters, of which the first eight tell when it was made and the last four follow from the others. AWS's ids tell by themselves whether they are ids at
 * all, and a wrong one is answered otherwise than one of a version that is gone. Source: "Working with object versions".
 */
export function createVersionId(random: Random, nowMs: number): string {
  const body = timeText(nowMs) + random.text(bodyCharacters - timeCharacters, alphabets.base62);
  return body + checkOf(body);
}

/**
 * When a version was made that may be gone: who lists versions and deletes each page goes on behind one. An id of a former version of Squall tells
 * any time; undefined for what is no id of a version.
 */
export function versionMadeMs(id: string): number | undefined {
  if (id === nullVersion || !isVersionId(id)) return undefined;
  let timeMs = 0;
  for (const character of id.slice(0, timeCharacters)) timeMs = timeMs * base + alphabets.base62.indexOf(character);
  return timeMs;
}

const bodyCharacters = 28;
const timeCharacters = 8;
const base = alphabets.base62.length;

function timeText(timeMs: number): string {
  let text = "";
  for (let rest = timeMs; text.length < timeCharacters; rest = Math.floor(rest / base))
    text = alphabets.base62.charAt(rest % base) + text;
  return text;
}

/** The version that a bucket without versioning makes. */
export const nullVersion = "null";

export function isVersionId(text: string): boolean {
  return (
    text === nullVersion ||
    (text.length === 32 && checkOf(text.slice(0, bodyCharacters)) === text.slice(bodyCharacters))
  );
}

function checkOf(body: string): string {
  const digest = createHash("sha256").update(body).digest();
  let text = "";
  for (const byte of digest.subarray(0, 4)) text += alphabets.base62[byte % alphabets.base62.length];
  return text;
}
