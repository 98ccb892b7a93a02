import { validationError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { StateValue } from "../alarm.ts";

/** A composite alarm's rule, read. Source: "PutCompositeAlarm", AlarmRule. */
export type AlarmRule =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly value: StateValue; readonly alarm: string }
  | { readonly kind: "not"; readonly of: AlarmRule }
  | { readonly kind: "and" | "or"; readonly of: readonly AlarmRule[] };

/** Throws AWS's ValidationError. `NOT` binds closest, then `AND`, then `OR`. */
export function parseAlarmRule(text: string): AlarmRule {
  if (text.trim() !== text || text === "")
    throw validationError("AlarmRule must not contain leading or trailing whitespace or be null");
  const tokens = toTokens(text);
  checkSize(tokens);
  let at = 0;
  const word = () => tokens[at]?.toUpperCase();
  const expect = (token: string) => {
    if (tokens[at] !== token) throw invalidRule(`expected ${token}${tokens[at] ? ` before ${tokens[at]}` : ""}`);
    at++;
  };
  const any = (): AlarmRule => chain("or", "OR", all);
  const all = (): AlarmRule => chain("and", "AND", one);
  const chain = (kind: "and" | "or", separator: string, part: () => AlarmRule): AlarmRule => {
    const parts = [part()];
    while (word() === separator) {
      at++;
      parts.push(part());
    }
    return parts.length === 1 ? (parts[0] as AlarmRule) : { kind, of: parts };
  };
  const one = (): AlarmRule => {
    const token = word();
    at++;
    if (token === "NOT") return { kind: "not", of: one() };
    if (token === "TRUE" || token === "FALSE") return { kind: "constant", value: token === "TRUE" };
    if (token === "(") {
      const inner = any();
      expect(")");
      return inner;
    }
    if (token !== "OK" && token !== "ALARM" && token !== "INSUFFICIENT_DATA")
      throw invalidRule(token === undefined ? "it ends too early" : `unexpected ${tokens[at - 1]}`);
    expect("(");
    const name = tokens[at++] ?? "";
    if (name === "" || name === "(" || name === ")") throw invalidRule("an alarm's name is missing");
    expect(")");
    return { kind: "state", value: token, alarm: nameOf(name) };
  };
  const rule = any();
  if (at < tokens.length) throw invalidRule(`unexpected ${tokens[at]}`);
  return rule;
}

/** Whether the rule holds. An alarm that is not there is in no state. */
export function holds(rule: AlarmRule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case "constant":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.value;
    case "not":
      return !holds(rule.of, stateOf);
    case "and":
      return rule.of.every((each) => holds(each, stateOf));
    case "or":
      return rule.of.some((each) => holds(each, stateOf));
  }
}

/** The names of the alarms that the rule asks about. */
export function alarmsOf(rule: AlarmRule): string[] {
  if (rule.kind === "state") return [rule.alarm];
  if (rule.kind === "not") return alarmsOf(rule.of);
  return rule.kind === "constant" ? [] : [...new Set(rule.of.flatMap(alarmsOf))];
}

/** The alarms that are in a state which the rule asks for: those that trigger it. */
export function triggersOf(rule: AlarmRule, stateOf: (alarm: string) => StateValue | undefined): string[] {
  if (rule.kind === "state") return holds(rule, stateOf) ? [rule.alarm] : [];
  if (rule.kind === "not") return alarmsOf(rule.of);
  return rule.kind === "constant" ? [] : [...new Set(rule.of.flatMap((each) => triggersOf(each, stateOf)))];
}

/**
 * What AWS counts: alarms, TRUE and FALSE, and parentheses, an alarm's own pair aside. It also bounds how deep a rule nests, which `NOT`
 * does without being counted. Source: "Create a composite alarm".
 */
function checkSize(tokens: readonly string[]): void {
  const count = (words: RegExp) => tokens.filter((token) => words.test(token)).length;
  const alarms = count(/^(?:ALARM|OK|INSUFFICIENT_DATA)$/i);
  const elements = alarms + count(/^(?:TRUE|FALSE)$/i) + Math.max(0, count(/^[()]$/) - 2 * alarms);
  if (Math.max(elements, count(/^NOT$/i)) > limits.alarmRuleElements)
    throw invalidRule(`it has more than ${limits.alarmRuleElements} elements`);
}

/** Parentheses, and words or quoted texts between them; a name after an opening parenthesis may have spaces. */
function toTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const [, paren, quoted, unclosed, argument, word] of text.matchAll(
    /([()])|"((?:[^"\\]|\\.)*)(?:"|(\\?$))|(?<=(?:ALARM|OK|INSUFFICIENT_DATA)\s*\()\s*([^"()\s][^"()]*)|([^\s()"]+)/gis,
  )) {
    if (unclosed !== undefined) throw invalidRule("a quotation mark is not closed");
    tokens.push(paren ?? quoted?.replace(/\\(.)/g, "$1") ?? argument?.trim() ?? word ?? "");
  }
  return tokens;
}

/** An alarm is named by its name or its ARN. */
function nameOf(text: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:\d{12}:alarm:(.+)$/s.exec(text)?.[1] ?? text;
}

function invalidRule(what: string): Error {
  return validationError(`AlarmRule is not valid: ${what}.`);
}
