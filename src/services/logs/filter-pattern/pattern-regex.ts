import { anyButNewline } from "../../regex/character-set.ts";
import { regexLimits } from "../../regex/regex-limits.ts";
import { createRegexMatcher, type TextTest } from "../../regex/regex-matcher.ts";
import type { RegexNode, RepeatNode } from "../../regex/regex-node.ts";
import { toProgram } from "../../regex/regex-program.ts";
import { readCharacter, readClass } from "./pattern-class.ts";

/**
 * Compiles what AWS takes between percent signs: characters, classes, `. ^ $ | ? * + {m,n}` and escapes, without groups.
 * Undefined if it is none of that. JavaScript's own expressions are not used because they try all ways in turn, and a short
 * pattern could keep the server busy for hours; the automaton takes each character once.
 */
export function compilePatternRegex(source: string): TextTest | undefined {
  const alternatives = parseAlternatives(source);
  const copies = alternatives?.flat().reduce((sum, { min, max }) => sum + (Number.isFinite(max) ? max : min + 1), 0);
  if (!alternatives || copies === undefined || copies > regexLimits.states) return undefined;
  const options = alternatives.map((parts): RegexNode => ({ kind: "sequence", parts }));
  // A copy takes two states at the most; three more are where it begins, where it parts and where it ends.
  return createRegexMatcher(toProgram({ kind: "either", options }, 2 * regexLimits.states + 3));
}

function parseAlternatives(source: string): readonly (readonly RepeatNode[])[] | undefined {
  if (source === "") return undefined;
  const alternatives: RepeatNode[][] = [[]];
  let at = 0;
  while (at < source.length) {
    if (source[at] === "|") {
      alternatives.push([]);
      at++;
      continue;
    }
    const atom = readAtom(source, at);
    if (!atom) return undefined;
    const quantity = readQuantity(source, atom.end);
    if (!quantity || (quantity.end > atom.end && atom.node.kind !== "set")) return undefined;
    const { min, max } = quantity;
    // Which of the ways is taken changes nothing for whether it matches.
    alternatives.at(-1)?.push({ kind: "repeat", node: atom.node, min, max, isLazy: false });
    at = quantity.end;
  }
  return alternatives;
}

function readAtom(source: string, at: number): { node: RegexNode; end: number } | undefined {
  const character = source[at] ?? "";
  if (character === "^") return { node: { kind: "start" }, end: at + 1 };
  if (character === "$") return { node: { kind: "end" }, end: at + 1 };
  if (character === ".") return { node: { kind: "set", set: anyButNewline }, end: at + 1 };
  if ("?*+{}]".includes(character)) return undefined;
  const found = character === "[" ? readClass(source, at) : readCharacter(source, at);
  return found && { node: { kind: "set", set: found.set }, end: found.end };
}

const once = { min: 1, max: 1 };
const quantities: Readonly<Record<string, { min: number; max: number }>> = {
  "?": { min: 0, max: 1 },
  "*": { min: 0, max: Number.POSITIVE_INFINITY },
  "+": { min: 1, max: Number.POSITIVE_INFINITY },
};

/** A second `?` only says to take as little as possible, which changes nothing for whether it matches. */
function readQuantity(source: string, at: number): { min: number; max: number; end: number } | undefined {
  const [found] = /^(?:[?*+]|\{\d{1,4}(?:,\d{0,4})?\})/.exec(source.slice(at, at + 12)) ?? [];
  if (found === undefined) return { ...once, end: at };
  const end = at + found.length + (source[at + found.length] === "?" ? 1 : 0);
  if (found.length === 1) return { ...(quantities[found] ?? once), end };
  const [min = "", max] = found.slice(1, -1).split(",");
  const upper = max === undefined ? Number(min) : max === "" ? Number.POSITIVE_INFINITY : Number(max);
  return Number(min) <= upper ? { min: Number(min), max: upper, end } : undefined;
}
