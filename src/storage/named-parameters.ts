import type { Parameters, SqlValue } from "./database.ts";

/** A statement as an engine prepares it: numbered placeholders, and the parameters' names by their number. */
export interface NumberedStatement {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * Turns `:name` into `?1` (SQLite) or `$1` (PostgreSQL). A name used twice has one number. Numbers go from `first` on, and what has
 * a substitute has none.
 */
export function numberParameters(
  text: string,
  mark: "?" | "$",
  { first = 1, substitutes = {} }: { first?: number; substitutes?: Readonly<Record<string, string>> } = {},
): NumberedStatement {
  const names: string[] = [];
  const numbered = text.replace(lexeme, (all, name: string | undefined) => {
    if (name === undefined) return all;
    const substitute = substitutes[name];
    if (substitute !== undefined) return substitute;
    const known = names.indexOf(name);
    return `${mark}${first + (known >= 0 ? known : names.push(name) - 1)}`;
  });
  return { text: numbered, names };
}

/** The values in the order of their numbers. `partition` stands for `:partition`, which callers do not give. */
export function bindParameters(
  statement: { readonly text: string },
  names: readonly string[],
  parameters: Parameters,
  partition: number,
): BoundValue[] {
  const values = new Array<BoundValue>(names.length);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const value = name === "partition" ? partition : parameters[name];
    // The engines disagree about undefined: one refuses it, the other stores NULL.
    if (value === undefined) throw new Error(`no value for :${name} in: ${statement.text}`);
    values[index] = typeof value === "boolean" ? Number(value) : value;
  }
  return values;
}

export type BoundValue = Exclude<SqlValue, boolean>;

/** Applies a change to SQL's keywords only, not to what stands in strings, quoted names and comments. */
export function replaceKeywords(text: string, replacements: Readonly<Record<string, string>>): string {
  return text.replace(lexeme, (all) => replacements[all] ?? all);
}

/** The words of SQL outside of strings, quoted names and comments. */
export function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(lexeme), ([all]) => all).filter((all) => /^\w/.test(all));
}

/** What must be skipped whole (strings, quoted names, comments, casts), a parameter, or a word. */
const lexeme = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_]\w*)|[A-Za-z_]\w*/g;
