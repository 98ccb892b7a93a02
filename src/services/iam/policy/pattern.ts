import { ownValue } from "../../../platform/own-value.ts";
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
      return glob !== undefined && matchesGlob(fold(value, options), fold(glob, options));
    };
  }
  const glob = fold(resolve(tokens, {}) ?? [], options);
  const simple = simplify(glob);
  if (simple?.kind === "any") return () => true;
  if (simple?.kind === "literal") return (value) => fold(value, options) === simple.text;
  if (simple?.kind === "prefix") return (value) => fold(value, options).startsWith(simple.text);
  return (value) => matchesGlob(fold(value, options), glob);
}

type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "one" }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | undefined };

const any = Symbol("*");
const one = Symbol("?");
/** One entry for each character to match. */
type Glob = readonly (string | typeof any | typeof one)[];

const variablePattern = /^\$\{([^}]*)\}/;

function tokenize(text: string, options: PatternOptions): Token[] {
  const tokens: Token[] = [];
  let rest = text;
  while (rest) {
    const variable = options.variables ? variablePattern.exec(rest) : null;
    if (variable) {
      tokens.push(toVariable(variable[1] ?? ""));
      rest = rest.slice(variable[0].length);
      continue;
    }
    const character = rest[0] ?? "";
    if (options.wildcards && character === "*") tokens.push({ kind: "any" });
    else if (options.wildcards && character === "?") tokens.push({ kind: "one" });
    else tokens.push({ kind: "text", text: character });
    rest = rest.slice(1);
  }
  return tokens;
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'fallback'}` has a value for a key that is absent. */
function toVariable(inside: string): Token {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "text", text: inside };
  const match = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside);
  return { kind: "variable", key: (match?.[1] ?? inside).toLowerCase(), fallback: match?.[2] };
}

/** Undefined if a variable has no single value: such a statement then matches nothing. */
function resolve(tokens: readonly Token[], keys: RequestKeys): Glob | undefined {
  const glob: (string | typeof any | typeof one)[] = [];
  for (const token of tokens) {
    if (token.kind === "any") glob.push(any);
    else if (token.kind === "one") glob.push(one);
    else if (token.kind === "text") glob.push(token.text);
    else {
      const values = ownValue(keys, token.key);
      const value = values?.length === 1 ? values[0] : token.fallback;
      if (value === undefined) return undefined;
      glob.push(...value.split(""));
    }
  }
  return glob;
}

function fold<T extends string | Glob>(value: T, options: PatternOptions): T {
  if (!options.ignoreCase) return value;
  if (typeof value === "string") return value.toLowerCase() as T;
  return value.map((unit) => (typeof unit === "string" ? unit.toLowerCase() : unit)) as unknown as T;
}

function simplify(glob: Glob): { kind: "any" } | { kind: "literal" | "prefix"; text: string } | undefined {
  const firstWildcard = glob.findIndex((unit) => typeof unit !== "string");
  const text = glob.slice(0, firstWildcard < 0 ? glob.length : firstWildcard).join("");
  if (firstWildcard < 0) return { kind: "literal", text };
  if (firstWildcard !== glob.length - 1 || glob[firstWildcard] !== any) return undefined;
  return text ? { kind: "prefix", text } : { kind: "any" };
}

/** Linear but for the retries of the last `*`; a regular expression of many `.*` could be made to run for ever. */
function matchesGlob(value: string, glob: Glob): boolean {
  let at = 0;
  let unit = 0;
  let starUnit = -1;
  let starAt = 0;
  while (at < value.length) {
    if (unit < glob.length && glob[unit] === any) {
      starUnit = unit++;
      starAt = at;
    } else if (unit < glob.length && (glob[unit] === one || glob[unit] === value[at])) {
      unit++;
      at++;
    } else if (starUnit >= 0) {
      unit = starUnit + 1;
      at = ++starAt;
    } else return false;
  }
  while (glob[unit] === any) unit++;
  return unit === glob.length;
}
