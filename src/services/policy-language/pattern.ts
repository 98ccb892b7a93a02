import { anyText, compileGlob, type GlobParts, globParts, oneCharacter } from "../../platform/glob.ts";
import { ownValue } from "../../platform/own-value.ts";

/** Condition keys of a request in lower case, with their values. */
export type RequestKeys = Readonly<Record<string, readonly string[]>>;

export type Pattern = (value: string, keys: RequestKeys) => boolean;

export interface PatternOptions {
  /** `*` and `?` stand for themselves where an operator knows no wildcards (`StringEquals`). */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  /** Policy variables exist since version 2012-10-17; before, `${` is text. */
  readonly variables: boolean;
}

/**
 * Compiles a policy's text with wildcards and variables. Almost every pattern is a literal, a prefix or `*`, so these never
 * reach the general matcher. Source: "IAM policy elements: Variables and tags".
 */
export function compilePattern(text: string, options: PatternOptions): Pattern {
  const tokens = tokenize(text, options);
  if (tokens.some((token) => token.kind === "variable")) {
    return (value, keys) => {
      const glob = resolve(tokens, keys);
      return glob !== undefined && compileGlob(fold(glob, options))(fold(value, options));
    };
  }
  const glob = fold(resolve(tokens, {}) ?? [], options);
  const simple = simplify(glob);
  if (simple?.kind === "any") return () => true;
  if (simple?.kind === "literal") return (value) => fold(value, options) === simple.text;
  if (simple?.kind === "prefix") return (value) => fold(value, options).startsWith(simple.text);
  const matches = compileGlob(glob);
  return (value) => matches(fold(value, options));
}

type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "one" }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | undefined };

/** An opening that is not closed is text; a second one begins anew, so that none is looked for twice. */
const variablePattern = /\$\{([^{}]*)\}/;

function tokenize(text: string, options: PatternOptions): Token[] {
  const tokens: Token[] = [];
  // Every second part is a variable.
  for (const [index, part] of (options.variables ? text.split(variablePattern) : [text]).entries()) {
    if (index % 2 === 1) tokens.push(toVariable(part));
    else if (!options.wildcards) tokens.push({ kind: "text", text: part });
    else tokens.push(...globParts(part).map(toToken));
  }
  return tokens;
}

function toToken(part: GlobParts[number]): Token {
  if (part === anyText) return { kind: "any" };
  return part === oneCharacter ? { kind: "one" } : { kind: "text", text: part };
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'fallback'}` has a value for a key that is absent. */
function toVariable(inside: string): Token {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "text", text: inside };
  const match = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside);
  return { kind: "variable", key: (match?.[1] ?? inside).toLowerCase(), fallback: match?.[2] };
}

/** Undefined if a variable has no single value: such a statement then matches nothing. */
function resolve(tokens: readonly Token[], keys: RequestKeys): GlobParts | undefined {
  const glob: GlobParts[number][] = [];
  for (const token of tokens) {
    if (token.kind === "any") glob.push(anyText);
    else if (token.kind === "one") glob.push(oneCharacter);
    else if (token.kind === "text") glob.push(token.text);
    else {
      const values = ownValue(keys, token.key);
      const value = values?.length === 1 ? values[0] : token.fallback;
      if (value === undefined) return undefined;
      glob.push(value);
    }
  }
  return glob;
}

function fold<T extends string | GlobParts>(value: T, options: PatternOptions): T {
  if (!options.ignoreCase) return value;
  if (typeof value === "string") return value.toLowerCase() as T;
  return value.map((unit) => (typeof unit === "string" ? unit.toLowerCase() : unit)) as unknown as T;
}

function simplify(glob: GlobParts): { kind: "any" } | { kind: "literal" | "prefix"; text: string } | undefined {
  const firstWildcard = glob.findIndex((unit) => typeof unit !== "string");
  const text = glob.slice(0, firstWildcard < 0 ? glob.length : firstWildcard).join("");
  if (firstWildcard < 0) return { kind: "literal", text };
  if (firstWildcard !== glob.length - 1 || glob[firstWildcard] !== anyText) return undefined;
  return text ? { kind: "prefix", text } : { kind: "any" };
}
