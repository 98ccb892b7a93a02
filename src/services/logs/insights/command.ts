import type { Regex } from "../../regex/regex.ts";
import type { Expression, NamedExpression } from "./expression.ts";

/** One part of a query between pipes. */
export type Command =
  | { readonly kind: "fields" | "display"; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "filter"; readonly condition: Expression }
  | ParseCommand
  | StatsCommand
  | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
  | { readonly kind: "limit"; readonly rows: number }
  | { readonly kind: "dedup"; readonly fields: readonly Expression[] };

export interface ParseCommand {
  readonly kind: "parse";
  readonly subject: Expression;
  /** The texts between the asterisks of a glob, or an expression. */
  readonly pattern: Regex | readonly string[];
  /** The fields that are made, one for each asterisk or group; undefined for a group that makes none. */
  readonly names: readonly (string | undefined)[];
}

export interface StatsCommand {
  readonly kind: "stats";
  readonly aggregates: readonly NamedExpression[];
  readonly by: readonly NamedExpression[];
  /** Where it stands in the query. */
  readonly from: number;
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}
