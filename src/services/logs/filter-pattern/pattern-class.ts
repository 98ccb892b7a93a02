import { ownValue } from "../../../platform/own-value.ts";
import {
  type CharacterSet,
  escapedSets,
  invert,
  onlyCharacter,
  setOfCharacter,
  setOfRanges,
  union,
} from "../../regex/character-set.ts";

/** What stands for itself. Parentheses, spaces and others have to be written `\x28`. */
const plain = /^[A-Za-z0-9:_#=@/;,-]$/;
const escapable = /^[:_#=@/;,\-^$?[\]{}|\\*+.]$/;

/** One character or escape. Undefined for what AWS does not support. */
export function readCharacter(source: string, at: number): { set: CharacterSet; end: number } | undefined {
  const character = source[at] ?? "";
  if (character !== "\\") return plain.test(character) ? { set: setOfCharacter(character), end: at + 1 } : undefined;
  const escaped = source[at + 1] ?? "";
  const known = ownValue(escapedSets, escaped);
  if (known) return { set: known, end: at + 2 };
  if (escapable.test(escaped)) return { set: setOfCharacter(escaped), end: at + 2 };
  const code = /^x([0-9a-fA-F]{2})$/.exec(source.slice(at + 1, at + 4))?.[1];
  if (code === undefined) return undefined;
  return { set: setOfCharacter(String.fromCharCode(Number.parseInt(code, 16))), end: at + 4 };
}

/** `[a-z_]` or `[^0-9]`, from its bracket. */
export function readClass(source: string, from: number): { set: CharacterSet; end: number } | undefined {
  const isNegated = source[from + 1] === "^";
  const members: CharacterSet[] = [];
  const start = from + (isNegated ? 2 : 1);
  let at = start;
  while (source[at] !== "]" || at === start) {
    const first = readMember(source, at);
    if (!first) return undefined;
    const isRange = source[first.end] === "-" && source[first.end + 1] !== "]";
    const last = isRange ? readMember(source, first.end + 1) : first;
    const member = last && (isRange ? toRange(first.set, last.set) : first.set);
    if (!member) return undefined;
    members.push(member);
    at = last.end;
  }
  const set = union(members);
  return { set: isNegated ? invert(set) : set, end: at + 1 };
}

/** Within a class the operators stand for themselves. */
function readMember(source: string, at: number): { set: CharacterSet; end: number } | undefined {
  const character = source[at] ?? "";
  if (character !== "" && "^$?[]{}|*+.".includes(character)) return { set: setOfCharacter(character), end: at + 1 };
  return readCharacter(source, at);
}

/** Undefined for a range that ends before it begins, or whose ends are not characters. */
function toRange(first: CharacterSet, last: CharacterSet): CharacterSet | undefined {
  const [from, to] = [onlyCharacter(first), onlyCharacter(last)];
  return from === undefined || to === undefined || to < from ? undefined : setOfRanges([[from, to]]);
}
