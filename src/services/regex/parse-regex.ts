import { ownValue } from "../../platform/own-value.ts";
import {
  anyButNewline,
  type CharacterSet,
  escapedSets,
  ignoreCase,
  invert,
  onlyCharacter,
  setOfCharacter,
  setOfRanges,
  union,
} from "./character-set.ts";
import type { RegexNode } from "./regex-node.ts";

export interface ParsedRegex {
  readonly node: RegexNode;
  /** The name of each group, by its index less one; undefined for one without a name. */
  readonly groups: readonly (string | undefined)[];
}

/** What is not regular, and so takes more than one look at each character, is not supported. */
export class RegexSyntaxError extends Error {}

/**
 * Reads an expression in the syntax of Java, which CloudWatch Logs Insights uses: characters, classes, `.`, anchors, `\b`,
 * groups with and without names, alternatives, repetitions (also lazy ones) and `(?i)`. Throws RegexSyntaxError.
 */
export function parseRegex(source: string): ParsedRegex {
  const parser = new RegexParser(source);
  return { node: parser.read(), groups: parser.groups };
}

const deepest = 50;

class RegexParser {
  readonly groups: (string | undefined)[] = [];
  readonly #source: string;
  #at = 0;
  #depth = 0;
  #ignoresCase = false;

  constructor(source: string) {
    this.#source = source;
  }

  read(): RegexNode {
    const node = this.#alternatives();
    if (this.#at < this.#source.length) throw this.#error("an unmatched )");
    return node;
  }

  #alternatives(): RegexNode {
    this.#depth++;
    if (this.#depth > deepest) throw this.#error("groups nested too deeply");
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    this.#depth--;
    const [only] = options;
    return only && options.length === 1 ? only : { kind: "either", options };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#peek())) {
      const atom = this.#atom();
      if (atom) parts.push(this.#repeated(atom));
    }
    return { kind: "sequence", parts };
  }

  /** Undefined for what only switches a flag. */
  #atom(): RegexNode | undefined {
    const character = this.#next();
    if (character === "(") return this.#group();
    if (character === "[") return this.#set(this.#class());
    if (character === ".") return { kind: "set", set: anyButNewline };
    if (character === "^") return { kind: "start" };
    if (character === "$") return { kind: "end" };
    if (character === "\\") return this.#escape();
    if ("*+?".includes(character)) throw this.#error(`a dangling ${character}`);
    return this.#set(setOfCharacter(character));
  }

  #group(): RegexNode | undefined {
    const flags = this.#match(/\?(-?i)(?=[:)])/y);
    const outer = this.#ignoresCase;
    if (flags) this.#ignoresCase = flags[1] === "i";
    if (flags && this.#take(")")) return undefined;
    const name = this.#match(/\?P?<([A-Za-z][A-Za-z0-9_]*)>/y)?.[1];
    const isPlain = flags ? this.#take(":") : name === undefined && this.#match(/\?:/y) !== undefined;
    if (this.#peek() === "?") throw this.#error("look-around and flags other than i");
    const index = isPlain ? 0 : this.groups.push(name);
    const node = this.#alternatives();
    if (!this.#take(")")) throw this.#error("a missing )");
    this.#ignoresCase = outer;
    return isPlain ? node : { kind: "group", node, index };
  }

  #repeated(node: RegexNode): RegexNode {
    const found = this.#match(/[*+?]|\{(\d{1,4})(,(\d{0,4}))?\}/y);
    if (!found) return node;
    const [mark, from, comma, to] = found;
    const range =
      from === undefined
        ? { min: mark === "+" ? 1 : 0, max: mark === "?" ? 1 : Number.POSITIVE_INFINITY }
        : { min: Number(from), max: comma ? (to ? Number(to) : Number.POSITIVE_INFINITY) : Number(from) };
    if (range.min > range.max) throw this.#error("a repetition that ends before it begins");
    const isLazy = this.#take("?");
    if (this.#peek() === "+") throw this.#error("possessive repetitions");
    return { kind: "repeat", node, ...range, isLazy };
  }

  #escape(): RegexNode {
    const boundary = this.#match(/[bB]/y)?.[0];
    if (boundary) return { kind: boundary === "b" ? "boundary" : "noBoundary" };
    return this.#set(this.#escapedSet());
  }

  /** From behind the backslash. */
  #escapedSet(): CharacterSet {
    const code = this.#match(/x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})/y);
    if (code) return setOfCharacter(String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? "", 16)));
    const character = this.#next();
    const known = ownValue(escapes, character);
    if (known) return known;
    if (/[A-Za-z0-9]/.test(character)) throw this.#error(`\\${character}`);
    return setOfCharacter(character);
  }

  /** From behind the bracket. */
  #class(): CharacterSet {
    const isNegated = this.#take("^");
    const members: CharacterSet[] = [];
    let isFirst = true;
    while (isFirst || this.#peek() !== "]") {
      const member = this.#member();
      const isRange = this.#peek() === "-" && this.#source[this.#at + 1] !== "]";
      if (isRange) this.#at++;
      members.push(isRange ? this.#range(member, this.#member()) : member);
      isFirst = false;
    }
    this.#at++;
    const set = union(members);
    const folded = this.#ignoresCase ? ignoreCase(set) : set;
    return isNegated ? invert(folded) : folded;
  }

  #member(): CharacterSet {
    const character = this.#next();
    if (character === "[") throw this.#error("a class within a class");
    return character === "\\" ? this.#escapedSet() : setOfCharacter(character);
  }

  #range(first: CharacterSet, last: CharacterSet): CharacterSet {
    const [from, to] = [onlyCharacter(first), onlyCharacter(last)];
    if (from === undefined || to === undefined || from > to) throw this.#error("a range without an order");
    return setOfRanges([[from, to]]);
  }

  #set(set: CharacterSet): RegexNode {
    return { kind: "set", set: this.#ignoresCase ? ignoreCase(set) : set };
  }

  #peek(): string {
    return this.#source[this.#at] ?? "";
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw this.#error("an expression that ends too early");
    this.#at++;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #error(what: string): RegexSyntaxError {
    return new RegexSyntaxError(`regular expressions do not support ${what} (at character ${this.#at})`);
  }
}

const escapes: Readonly<Record<string, CharacterSet>> = {
  ...escapedSets,
  t: setOfRanges([[9, 9]]),
  n: setOfRanges([[10, 10]]),
  f: setOfRanges([[12, 12]]),
  r: setOfRanges([[13, 13]]),
};
