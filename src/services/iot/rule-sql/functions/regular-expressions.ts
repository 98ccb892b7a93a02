import { RegexTooCostlyError } from "../../../regex/find-match.ts";
import { RegexSyntaxError } from "../../../regex/parse-regex.ts";
import { compileRegex, type Regex } from "../../../regex/regex.ts";
import type { Evaluation } from "../message-facts.ts";
import { SqlEvaluationError } from "../sql-error.ts";
import type { Value } from "../value.ts";

type Spend = Evaluation["spend"];

/** States that are followed in the time in which one character is made. */
const statesAtOnce = 4;

/** In characters: an expression is looked at with each character in all its states, at the worst. */
function costOf({ states }: Regex, characters: number): number {
  return states + Math.ceil((characters * states) / statesAtOnce);
}

/** Whether the text contains a match. What is no expression gives Undefined, as all that follow do. */
export function matchesRegex(text: string, source: string, spend: Spend): Value {
  return withRegex(source, (regex) => {
    spend(1, costOf(regex, text.length));
    return regex.test(text);
  });
}

/** The first match. */
export function substringOfRegex(text: string, source: string, spend: Spend): Value {
  return withRegex(source, (regex) => {
    spend(1, costOf(regex, text.length));
    const match = regex.match(text);
    return match && text.slice(match.from, match.to);
  });
}

/** All matches replaced; `$1` stands for what a group took. */
export function replaceRegex(text: string, source: string, replacement: string, spend: Spend): Value {
  return withRegex(source, (regex) => {
    const parts: string[] = [];
    let at = 0;
    for (let from = 0; from <= text.length; ) {
      // Each search may look at all that is left.
      spend(10, costOf(regex, text.length - from));
      const match = regex.match(text, from);
      if (!match) break;
      const by = replacement.replace(/\$(\d)/g, (_all, digit: string) =>
        digit === "0" ? text.slice(match.from, match.to) : (match.groups[Number(digit) - 1] ?? ""),
      );
      spend(0, by.length);
      parts.push(text.slice(at, match.from), by);
      at = match.to;
      from = match.to > match.from ? match.to : match.to + 1;
    }
    parts.push(text.slice(at));
    return parts.join("");
  });
}

function withRegex(source: string, use: (regex: Regex) => Value): Value {
  try {
    return use(compileRegex(source));
  } catch (error) {
    if (error instanceof RegexSyntaxError) return undefined;
    if (error instanceof RegexTooCostlyError) throw new SqlEvaluationError(error.message);
    throw error;
  }
}
