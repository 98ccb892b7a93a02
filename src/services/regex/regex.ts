import { findMatch } from "./find-match.ts";
import { parseRegex } from "./parse-regex.ts";
import { regexLimits } from "./regex-limits.ts";
import { createRegexMatcher } from "./regex-matcher.ts";
import { type Program, toProgram } from "./regex-program.ts";

/** An expression, of a query or a rule. Its time is linear in the text's length, whatever the expression: nobody can keep the server busy with one. */
export interface Regex {
  readonly test: (text: string) => boolean;
  /** What each group took, in their order; undefined for one that took no part, and for all where nothing matches. */
  readonly groups: (text: string) => readonly (string | undefined)[] | undefined;
  /** The first match at or behind a place. */
  readonly match: (text: string, from?: number) => RegexMatch | undefined;
  /** What a look at one character may cost: the states of its automaton. */
  readonly states: number;
  /** The groups' names, in their order. */
  readonly names: readonly (string | undefined)[];
}

export interface RegexMatch {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (string | undefined)[];
}

/** Throws RegexSyntaxError. */
export function compileRegex(source: string): Regex {
  const parsed = parseRegex(source);
  const program = toProgram(parsed.node, regexLimits.states);
  const slots = (parsed.groups.length + 1) * 2;
  const find = (text: string, from = 0) => findMatch(program, slots, text, from);
  const toGroups = (text: string, captures: readonly number[]) =>
    parsed.groups.map((_, index) => groupOf(text, captures, index + 1));
  const test = toTest(program) ?? ((text: string) => find(text) !== undefined);
  return {
    test,
    states: program.length,
    names: parsed.groups,
    groups: (text) => {
      // Most lines do not match, and the plain test is far quicker.
      const captures = test(text) ? find(text) : undefined;
      return captures && toGroups(text, captures);
    },
    match: (text, from) => {
      const captures = find(text, from);
      return captures && { from: captures[0] ?? 0, to: captures[1] ?? 0, groups: toGroups(text, captures) };
    },
  };
}

function groupOf(text: string, captures: readonly number[], index: number): string | undefined {
  const [from = -1, to = -1] = captures.slice(index * 2, index * 2 + 2);
  return from < 0 || to < 0 ? undefined : text.slice(from, to);
}

/** Whether it matches at all, with a look at each character; undefined for an expression that needs more than that. */
function toTest(program: Program): ((text: string) => boolean) | undefined {
  const matches = createRegexMatcher(program);
  if (!matches || !program.some(({ kind }) => kind === "end")) return matches;
  // `$` holds before a final newline too, as in Java.
  return (text) => matches(text) || (text.endsWith("\n") && matches(text.slice(0, -1)));
}
