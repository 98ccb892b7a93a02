import { type AttributeValue, attributeOf, typeOf } from "./attribute-value.ts";
import { compareNumbers } from "./number.ts";

/** The order of two strings, numbers or byte strings: less than, equal to or greater than zero; undefined where there is none, as between types. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareTexts(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(left.B, right.B);
  return undefined;
}

/** Whether they are the same: sets in any order, maps too, lists in theirs. Numbers are canonical. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case "S":
      return left.S === right.S;
    case "N":
      return left.N === right.N;
    case "B":
      return Buffer.compare(left.B!, right.B!) === 0;
    case "BOOL":
      return left.BOOL === right.BOOL;
    case "NULL":
      return true;
    case "SS":
      return equalSets(left.SS!, right.SS!);
    case "NS":
      return equalSets(left.NS!, right.NS!);
    case "BS":
      return equalSets(left.BS!.map(byteText), right.BS!.map(byteText));
    case "L":
      return left.L!.length === right.L!.length && left.L!.every((value, at) => equalValues(value, right.L![at]!));
    case "M": {
      const names = Object.keys(left.M!);
      if (names.length !== Object.keys(right.M!).length) return false;
      return names.every((name) => {
        const other = attributeOf(right.M!, name);
        return other !== undefined && equalValues(left.M![name]!, other);
      });
    }
  }
}

/** Bytes as a text with one character each, to be a member of a Set. */
export function byteText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The order of their UTF-8, which is that of their code points: JavaScript's own order differs where one of them has a surrogate. */
function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    const isPairA = a >= 0xd800 && a < 0xe000;
    const isPairB = b >= 0xd800 && b < 0xe000;
    return isPairA === isPairB ? a - b : isPairA ? 1 : -1;
  }
  return left.length - right.length;
}

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const members = new Set(left);
  return right.every((member) => members.has(member));
}
