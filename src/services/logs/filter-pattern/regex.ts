import { limits } from "../limits.ts";
import type { Run } from "./message.ts";
import { type CharacterSet, characterSets, readCharacter, readClass } from "./regex-class.ts";
import { createRegexMatcher } from "./regex-matcher.ts";

export type TextTest = (text: string, run?: Run) => boolean;

/** One state of the automaton: it takes a character, holds at an end of the text, or leads on without either. */
export type RegexState =
  | { readonly kind: "set"; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: "start" | "end"; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  | { readonly kind: "accept" };

/**
 * Compiles what AWS takes between percent signs: characters, classes, `. ^ $ | ? * + {m,n}` and escapes, without groups.
 * Undefined if it is none of that. JavaScript's own expressions are not used because they try all ways in turn, and a short
 * pattern could keep the server busy for hours; this automaton takes each character once.
 */
export function compileRegex(source: string): TextTest | undefined {
  const alternatives = parseAlternatives(source);
  const states = alternatives && toAutomaton(alternatives);
  return states && createRegexMatcher(states);
}

interface Item {
  readonly node: CharacterSet | "start" | "end";
  readonly min: number;
  readonly max: number;
}

function parseAlternatives(source: string): readonly (readonly Item[])[] | undefined {
  if (source === "") return undefined;
  const alternatives: Item[][] = [[]];
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
    if (!quantity || (quantity.end > atom.end && typeof atom.node === "string")) return undefined;
    alternatives.at(-1)?.push({ node: atom.node, min: quantity.min, max: quantity.max });
    at = quantity.end;
  }
  return alternatives;
}

function readAtom(source: string, at: number): { node: Item["node"]; end: number } | undefined {
  const character = source[at] ?? "";
  if (character === "^") return { node: "start", end: at + 1 };
  if (character === "$") return { node: "end", end: at + 1 };
  if (character === ".") return { node: characterSets.any, end: at + 1 };
  if (character === "[") return readClass(source, at);
  if ("?*+{}]".includes(character)) return undefined;
  return readCharacter(source, at);
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

/** State 0 is the accepting one, the last is where it begins. Undefined past the limit, which counts may reach quickly. */
function toAutomaton(alternatives: readonly (readonly Item[])[]): readonly RegexState[] | undefined {
  const copies = alternatives.flat().reduce((sum, { min, max }) => sum + (Number.isFinite(max) ? max : min + 1), 0);
  if (copies > limits.regexStates) return undefined;
  const states: RegexState[] = [{ kind: "accept" }];
  const add = (state: RegexState) => states.push(state) - 1;
  const entries = alternatives.map((items) => items.reduceRight((next, item) => addItem(add, states, item, next), 0));
  add({ kind: "fork", next: entries });
  return states;
}

function addItem(add: (state: RegexState) => number, states: RegexState[], item: Item, after: number): number {
  const { node, min, max } = item;
  const step = (next: number) =>
    add(typeof node === "string" ? { kind: node, next } : { kind: "set", set: node, next });
  let entry = after;
  if (Number.isFinite(max)) {
    for (let copy = min; copy < max; copy++) entry = add({ kind: "fork", next: [step(entry), after] });
  } else {
    const loop = add({ kind: "fork", next: [] });
    states[loop] = { kind: "fork", next: [step(loop), after] };
    entry = loop;
  }
  for (let copy = 0; copy < min; copy++) entry = step(entry);
  return entry;
}
