import { isDeepStrictEqual } from "node:util";
import { compileGlob, globParts } from "../../platform/glob.ts";
import type { Expectation, Json } from "../format/lab.ts";
import { valueAt } from "../format/query.ts";
import { fill, fillWords, inWords, type Values } from "../format/template.ts";
import { limits } from "../limits.ts";

/** Undefined where the answer is as expected, else what to say. */
export function unmet(expectations: readonly Expectation[], facts: unknown, values: Values): string | undefined {
  for (const expectation of expectations) {
    const found = valueAt(expectation.query, facts, values);
    if (!holds(expectation, found, values)) return say(expectation, found, values);
  }
  return undefined;
}

function holds(expectation: Expectation, found: unknown, values: Values): boolean {
  const { is, isNot, like, has, atLeast, atMost, exists } = expectation;
  const wanted = (template: Json) => fill(template, values);
  if (is !== undefined && !isDeepStrictEqual(found, wanted(is))) return false;
  if (isNot !== undefined && isDeepStrictEqual(found, wanted(isNot))) return false;
  if (like !== undefined && !isLike(found, String(wanted(like)))) return false;
  if (has !== undefined && !contains(found, wanted(has))) return false;
  if (atLeast !== undefined && !(toNumber(found) >= toNumber(wanted(atLeast)))) return false;
  if (atMost !== undefined && !(toNumber(found) <= toNumber(wanted(atMost)))) return false;
  return exists === undefined || isThere(found) === exists;
}

function isLike(found: unknown, glob: string): boolean {
  const matches = compileGlob(globParts(glob));
  return [found].flat().some((each) => typeof each === "string" && matches(each));
}

function contains(found: unknown, wanted: unknown): boolean {
  if (typeof found === "string") return found.includes(String(wanted));
  return Array.isArray(found) && found.some((each) => isDeepStrictEqual(each, wanted));
}

/** Of a number, or of a time as a text; NaN, which is neither more nor less than anything, for all else. */
function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value === "") return Number.NaN;
  const number = Number(value);
  return Number.isNaN(number) ? Date.parse(value) : number;
}

function isThere(found: unknown): boolean {
  if (found === null || found === undefined || found === "" || found === false) return false;
  return !(Array.isArray(found) && found.length === 0);
}

function say(expectation: Expectation, found: unknown, values: Values): string {
  const words = inWords(found).slice(0, limits.foundCharacters);
  return fillWords(expectation.say ?? `${expectation.query} is ${words}.`, { ...values, found: words });
}
