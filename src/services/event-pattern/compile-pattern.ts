import type { Dialect, Nested, Operator } from "./dialect.ts";
import { readCidr, readIpAddress } from "./ip-address.ts";
import { JsonTokens, type Token } from "./json-tokens.ts";
import { type Member, type Pattern, type PatternNode, toWays } from "./pattern.ts";
import { PatternError } from "./pattern-error.ts";
import type { NumericRange, ValueTest, Wildcard } from "./value-test.ts";

/**
 * Compiles a pattern. Throws PatternError with AWS's words. What is wrong is said of the first fault in the order of the text, by the place at which AWS's own compiler
 * finds it. Source: "Amazon EventBridge event patterns", and the compiler that AWS has published as event-ruler.
 */
export function compilePattern(source: string, dialect: Dialect): Pattern {
  const tokens = new JsonTokens(source);
  if (tokens.next() !== "{") throw tokens.error("Filter is not an object");
  const root = new PatternCompiler(tokens, dialect).node(false);
  const ways = toWays(root, dialect.mostWays);
  if (!ways) throw new PatternError(dialect.tooComplex);
  return { root, ways };
}

/** More stars than this in one wildcard are too many. Seen: five are taken, six with a repeated character between them are not. */
const mostStars = 5;

class PatternCompiler {
  readonly #tokens: JsonTokens;
  readonly #dialect: Dialect;

  constructor(tokens: JsonTokens, dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
  }

  /** The members of an object that has been opened. */
  node(isInOr: boolean): PatternNode {
    const tokens = this.#tokens;
    const members: Member[] = [];
    while (tokens.next() !== "}") {
      const name = tokens.name();
      if (name === "$or") {
        members.push(this.#or());
        continue;
      }
      if (isInOr && reservedInOr.has(name))
        throw tokens.error(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
      const token = tokens.next();
      if (token === "{") members.push({ kind: "node", name, node: this.node(isInOr) });
      else if (token === "[") members.push({ kind: "leaf", name, ...this.#leaf() });
      else throw tokens.error(`"${name}" must be an object or an array`);
    }
    if (members.length === 0) throw tokens.error("Empty objects are not allowed");
    return members;
  }

  #or(): Member {
    const tokens = this.#tokens;
    if (tokens.next() !== "[") throw tokens.error("It must be an Array followed with $or.");
    const ways: PatternNode[] = [];
    for (let token = tokens.next(); token !== "]"; token = tokens.next()) {
      if (token !== "{") throw tokens.error("Only JSON object is allowed in array of $or relationship.");
      ways.push(this.node(true));
    }
    if (ways.length < 2) throw tokens.error("There must have at least 2 Objects in $or relationship.");
    return { kind: "or", ways };
  }

  #leaf(): { readonly tests: ValueTest[]; readonly values: number } {
    const tokens = this.#tokens;
    const tests: ValueTest[] = [];
    let values = 0;
    for (let token = tokens.next(); token !== "]"; token = tokens.next()) {
      values += 1;
      if (token === "{") tests.push(this.#expression());
      else if (token === "string") tests.push(...toExact(tokens.text()));
      else if (token === "number") tests.push({ kind: "exact", value: Number(tokens.text()) });
      else if (token === "null") tests.push({ kind: "exact", value: null });
      else if (token === "true" || token === "false") tests.push({ kind: "exact", value: token === "true" });
      else throw tokens.error("Match value must be String, number, true, false, or null");
    }
    if (values === 0) throw tokens.error("Empty arrays are not allowed");
    return { tests, values };
  }

  #expression(): ValueTest {
    const tokens = this.#tokens;
    if (tokens.next() !== "name") throw tokens.error("Match expression name not found");
    const name = tokens.name() as Operator;
    if (!this.#dialect.operators.has(name)) throw tokens.error(`Unrecognized match type ${name}`);
    switch (name) {
      case "exactly":
        return this.#single("exact", (text) => toExact(text)[0]);
      case "prefix":
      case "suffix":
        return this.#affix(name);
      case "numeric":
        return this.#numeric();
      case "anything-but":
        return this.#anythingBut();
      case "exists":
        return this.#exists();
      case "cidr":
        return this.#single("prefix", (text) => toBlock(text));
      case "equals-ignore-case":
        return this.#single(name, (text) => ({ kind: "whole", text: text.toLowerCase(), ignoresCase: true }));
      case "wildcard":
        return this.#single(name, (text) => this.#wildcard(text));
    }
  }

  /** An operator of one string, to the end of its expression. `word` is how AWS's refusal calls it. */
  #single(word: string, make: (text: string) => ValueTest): ValueTest {
    const tokens = this.#tokens;
    if (tokens.next() !== "string") throw tokens.error(`${word} match pattern must be a string`);
    const test = make(tokens.text());
    if (tokens.next() !== "}") throw tokens.error("Only one key allowed in match expression");
    return test;
  }

  #affix(kind: "prefix" | "suffix"): ValueTest {
    const tokens = this.#tokens;
    const token = tokens.next();
    const ignoresCase = token === "{" && this.#dialect.nestsIgnoreCase;
    if (ignoresCase) {
      const word = kind === "prefix" ? "Prefix" : "Suffix";
      if (tokens.next() !== "name") throw tokens.error(`${word} expression name not found`);
      if (tokens.name() !== "equals-ignore-case") throw tokens.error(`Unsupported ${kind} pattern: ${tokens.name()}`);
      if (tokens.next() !== "string") throw tokens.error("equals-ignore-case match pattern must be a string");
    } else if (token !== "string") throw tokens.error(`${kind} match pattern must be a string`);
    const text = tokens.text();
    for (let open = ignoresCase ? 2 : 1; open > 0; open--)
      if (tokens.next() !== "}") throw tokens.error("Only one key allowed in match expression");
    return { kind, text: ignoresCase ? text.toLowerCase() : text, ignoresCase };
  }

  #exists(): ValueTest {
    const tokens = this.#tokens;
    const token = tokens.next();
    if (token !== "true" && token !== "false") throw tokens.error("exists match pattern must be either true or false.");
    if (tokens.next() !== "}") throw tokens.error("Only one key allowed in match expression");
    return { kind: token === "true" ? "exists" : "absent" };
  }

  #numeric(): ValueTest {
    const tokens = this.#tokens;
    if (tokens.next() !== "[") throw tokens.error("Value of numeric must be an array.");
    const token = tokens.next();
    if (token !== "string") throw tokens.error(`Invalid member in numeric match: ${tokens.text()}`);
    const operator = tokens.text();
    const isNumber = tokens.next() === "number";
    if (!numericOperators.has(operator)) throw tokens.error(`Unrecognized numeric range operator: ${operator}`);
    if (!isNumber) throw tokens.error(`Value of ${operator === "=" ? "equals" : operator} must be numeric`);
    const value = this.#finite(operator);
    const next = tokens.next();
    const range = operator.startsWith(">")
      ? this.#upwards(next, value, operator === ">")
      : this.#downwards(next, value, operator);
    if (tokens.next() !== "}") throw tokens.error("Too many elements in numeric expression");
    return { kind: "range", range };
  }

  #downwards(token: Token, value: number, operator: string): NumericRange {
    if (token !== "]") throw this.#tokens.error("Too many elements in numeric expression");
    const bottom = operator === "=" ? value : Number.NEGATIVE_INFINITY;
    return { bottom, openBottom: false, top: value, openTop: operator === "<" };
  }

  #upwards(token: Token, bottom: number, openBottom: boolean): NumericRange {
    const tokens = this.#tokens;
    if (token === "]") return { bottom, openBottom, top: Number.POSITIVE_INFINITY, openTop: false };
    if (token !== "string") throw tokens.error(`Bad value in numeric range: ${tokens.text()}`);
    const operator = tokens.text();
    if (operator !== "<" && operator !== "<=") throw tokens.error(`Bad numeric range operator: ${operator}`);
    if (tokens.next() !== "number") throw tokens.error(`Value of ${operator} must be numeric`);
    const top = this.#finite(operator);
    if (tokens.next() !== "]") throw tokens.error("Too many terms in numeric range expression");
    if (top <= bottom) throw tokens.error("Bottom must be less than top");
    return { bottom, openBottom, top, openTop: operator === "<" };
  }

  /** An end of a range. One beyond all numbers (`1e400`) has none within it. */
  #finite(operator: string): number {
    const value = Number(this.#tokens.text());
    if (!Number.isFinite(value))
      throw this.#tokens.error(`Value of ${operator === "=" ? "equals" : operator} must be numeric`);
    return value;
  }

  #anythingBut(): ValueTest {
    const tokens = this.#tokens;
    let token = tokens.next();
    if (token === "{") return this.#anythingButNested();
    if (token !== "[") {
      if (token !== "string" && token !== "number") throw tokens.error(badAnythingBut);
      const value = token === "number" ? Number(tokens.text()) : tokens.text();
      this.#endAnythingBut(1);
      return { kind: "not-values", values: new Set([value]) };
    }
    const values = new Set<string | number>();
    const kinds = new Set<Token>();
    for (token = tokens.next(); token !== "]"; token = tokens.next()) {
      if (token !== "string" && token !== "number")
        throw this.#twice("Inside anything but list, start|null|boolean is not supported.");
      kinds.add(token);
      values.add(token === "number" ? Number(tokens.text()) : tokens.text());
    }
    if (kinds.size !== 1)
      throw tokens.error(
        "Inside anything but list, either all values are number or string, mixed type is not supported",
      );
    this.#endAnythingBut(1);
    return { kind: "not-values", values };
  }

  #anythingButNested(): ValueTest {
    const tokens = this.#tokens;
    if (tokens.next() !== "name") throw tokens.error("Anything-But expression name not found");
    const nested = tokens.name() as Nested;
    const rule = Object.hasOwn(this.#dialect.anythingBut, nested) ? this.#dialect.anythingBut[nested] : undefined;
    if (!rule) throw tokens.error(`Unsupported anything-but pattern: ${nested}`);
    let token = tokens.next();
    if (!rule.takesLists && token !== "string") throw tokens.error(`${nested} match pattern must be a string`);
    if (token !== "[" && token !== "string" && token !== "number") throw tokens.error(badAnythingBut);
    const tests: ValueTest[] = [];
    if (token === "string") tests.push(this.#notThis(nested, tokens.text()));
    else if (token === "number") throw tokens.error(notAString(nested));
    else
      for (token = tokens.next(); token !== "]"; token = tokens.next()) {
        if (token !== "string") throw this.#twice(notAString(nested));
        tests.push(this.#notThis(nested, tokens.text(), true));
      }
    this.#endAnythingBut(2);
    return { kind: "not", tests };
  }

  #notThis(nested: Nested, text: string, isInList = false): ValueTest {
    switch (nested) {
      case "prefix":
      case "suffix": {
        const message = "Null prefix/suffix not allowed";
        if (text === "") throw isInList ? this.#twice(message) : this.#tokens.error(message);
        return { kind: nested, text, ignoresCase: false };
      }
      case "equals-ignore-case":
        return { kind: "whole", text: text.toLowerCase(), ignoresCase: true };
      case "wildcard":
        return this.#wildcard(text);
    }
  }

  #endAnythingBut(open: number): void {
    for (let left = open; left > 0; left--)
      if (this.#tokens.next() !== "}") throw this.#tokens.error("Too many elements in numeric expression");
  }

  /** AWS's compiler catches its own error of a list and says it again, with the place again. */
  #twice(message: string): PatternError {
    return this.#tokens.error(this.#tokens.error(message).message);
  }

  #wildcard(text: string): ValueTest {
    const parts = this.#wildcardParts(text);
    if (parts.length - 1 > mostStars) throw new PatternError(this.#dialect.tooComplex);
    const [first = "", ...middle] = parts;
    const last = middle.pop();
    const wildcard: Wildcard = { first, middle, last };
    return { kind: "wildcard", wildcard };
  }

  /** The texts between the stars. A backslash makes a star or a backslash of itself. Places are bytes, and count the quote before the text. */
  #wildcardParts(text: string): string[] {
    const parts = [""];
    const at = (index: number) => Buffer.byteLength(text.slice(0, index)) + 1;
    const add = (more: string) => {
      parts[parts.length - 1] += more;
    };
    for (let index = 0; index < text.length; index++) {
      const character = text[index] ?? "";
      const next = text[index + 1];
      if (character === "*") {
        if (next === "*") throw this.#tokens.error(`Consecutive wildcard characters at pos ${at(index)}`);
        parts.push("");
      } else if (character === "\\") {
        if (next !== "*" && next !== "\\") throw this.#tokens.error(`Invalid escape character at pos ${at(index)}`);
        add(next);
        index += 1;
      } else add(character);
    }
    return parts;
  }
}

const badAnythingBut = "Value of anything-but must be an array or single string/number value.";
const numericOperators: ReadonlySet<string> = new Set(["=", "<", "<=", ">", ">="]);

function notAString(nested: Nested): string {
  if (nested === "equals-ignore-case")
    return "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.";
  return nested === "wildcard"
    ? "wildcard match pattern must be a string"
    : "prefix/suffix match pattern must be a string";
}

/** An address is met however it is written. */
function toExact(value: string): [ValueTest, ...ValueTest[]] {
  const address = readIpAddress(value);
  const exact: ValueTest = { kind: "exact", value };
  return address === undefined ? [exact] : [exact, { kind: "address", address }];
}

function toBlock(text: string): ValueTest {
  const block = readCidr(text);
  if (typeof block === "string") throw new PatternError(block);
  return { kind: "cidr", block };
}

/** Names that AWS keeps for itself inside of `$or`. */
const reservedInOr: ReadonlySet<string> = new Set([
  ...["exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr"],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);
