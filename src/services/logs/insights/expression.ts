import type { Regex } from "../../regex/regex.ts";

/** An expression as it was read, with the place of what may be wrong about it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "field"; readonly name: string }
  /** `5m`, an argument of `bin` and its like. */
  | { readonly kind: "period"; readonly count: number; readonly unit: PeriodUnit }
  | CallExpression
  | { readonly kind: "unary"; readonly operator: "-" | "not"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "like"; readonly subject: Expression; readonly pattern: Regex | string }
  | { readonly kind: "in"; readonly subject: Expression; readonly list: readonly Expression[] };

export interface CallExpression {
  readonly kind: "call";
  /** In lower case. */
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** As it was written: a column of `stats` without an alias is called so. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export const periodUnits = ["ms", "s", "m", "h", "d", "w", "mo", "q", "y"] as const;
export type PeriodUnit = (typeof periodUnits)[number];

export type BinaryOperator = "or" | "and" | "=" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%" | "^";

/** An expression and the name of its column: its alias, or itself as it was written. */
export interface NamedExpression {
  readonly expression: Expression;
  readonly name: string;
  readonly isAliased: boolean;
}
