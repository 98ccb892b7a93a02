import { toNumber, toText, type Value } from "./value.ts";

/**
 * The order of `sort`: what is absent, then texts, then numbers. Texts are compared in pieces: their digits by length and then
 * by value, all else by code. Source: "sort".
 */
export function compareNaturally(a: Value, b: Value): number {
  const [x, y] = [toNumber(a), toNumber(b)];
  if (x !== undefined && y !== undefined) return x - y;
  if (x !== undefined || y !== undefined) return x === undefined ? -1 : 1;
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return compareTexts(toText(a) ?? "", toText(b) ?? "");
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  // What is equal may end within a number.
  while (at > 0 && isDigit(a, at - 1)) at--;
  if (!isDigit(a, at) || !isDigit(b, at)) return compareCodes(a, b);
  const [one, other] = [digitsAt(a, at), digitsAt(b, at)];
  return one.length - other.length || compareCodes(one, other) || compareCodes(a.slice(at), b.slice(at));
}

function digitsAt(text: string, from: number): string {
  let at = from;
  while (isDigit(text, at)) at++;
  return text.slice(from, at);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
