import { toNumber, toText, type Value } from "../value.ts";
import { valueFunction } from "./insights-function.ts";

export const textFunctions = {
  isempty: valueFunction(1, 1, (value) => (toText(value) ?? "") === ""),
  isblank: valueFunction(1, 1, (value) => (toText(value) ?? "").trim() === ""),
  concat: valueFunction(1, 100, (...values) => bounded(values.map((value) => toText(value) ?? "").join(""))),
  strlen: ofText(1, 1, (text) => [...text].length),
  toupper: ofText(1, 1, (text) => text.toUpperCase()),
  tolower: ofText(1, 1, (text) => text.toLowerCase()),
  trim: ofText(1, 2, (text, characters) => trimEnd(trimStart(text, characters), characters)),
  ltrim: ofText(1, 2, trimStart),
  rtrim: ofText(1, 2, trimEnd),
  substr: ofText(2, 3, takeSubstring),
  replace: ofText(3, 3, (text, search, by) => bounded(text.replaceAll(toText(search) ?? "", () => toText(by) ?? ""))),
  strcontains: ofText(2, 2, (text, search) => (text.includes(toText(search) ?? "") ? 1 : 0)),
} as const;

/** Absent where the text is. */
function ofText(least: number, most: number, apply: (text: string, ...values: Value[]) => Value) {
  return valueFunction(least, most, (value, ...values) => {
    const text = toText(value);
    return text === undefined ? undefined : apply(text, ...values);
  });
}

/** Functions of functions could double a text again and again; no event is as long as this. */
const longestText = 1_048_576;

function bounded(text: string): string {
  return text.slice(0, longestText);
}

/** Counted from 0. Without a length, up to the end. */
function takeSubstring(text: string, start: Value, length: Value): string {
  const from = Math.max(0, toNumber(start) ?? 0);
  return text.slice(from, length === undefined ? undefined : from + Math.max(0, toNumber(length) ?? 0));
}

/** The characters to take away may be given; else they are spaces. */
function trimStart(text: string, characters: Value): string {
  if (characters === undefined) return text.trimStart();
  const set = toText(characters) ?? "";
  let at = 0;
  while (at < text.length && set.includes(text.charAt(at))) at++;
  return text.slice(at);
}

function trimEnd(text: string, characters: Value): string {
  if (characters === undefined) return text.trimEnd();
  const set = toText(characters) ?? "";
  let at = text.length;
  while (at > 0 && set.includes(text.charAt(at - 1))) at--;
  return text.slice(0, at);
}
