import type { Value } from "./value.ts";

export type SqlVersion = "2015-10-08" | "2016-03-23";

/** An expression as it was written. */
export type Expression =
  | { readonly is: "literal"; readonly value: Value }
  | { readonly is: "payload" }
  /** A member of the payload, or of a nested query's row. */
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "variable"; readonly name: string }
  | { readonly is: "member"; readonly of: Expression; readonly name: string }
  | { readonly is: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: "cast"; readonly value: Expression; readonly type: string }
  | { readonly is: "unary"; readonly operator: "not" | "-" | "+"; readonly operand: Expression }
  | { readonly is: "binary"; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly is: "array"; readonly items: readonly Expression[] }
  | { readonly is: "object"; readonly members: readonly (readonly [string, Expression])[] }
  | {
      readonly is: "case";
      /** Undefined where each branch is a condition of its own. */
      readonly of: Expression | undefined;
      readonly branches: readonly (readonly [when: Expression, then: Expression])[];
      readonly otherwise: Expression | undefined;
    }
  | { readonly is: "query"; readonly query: Query; readonly from: Expression }
  | { readonly is: "exists"; readonly query: Expression };

export type BinaryOperator = "and" | "or" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "in";

export interface Selected {
  /** Undefined for `*`. */
  readonly expression: Expression | undefined;
  /** Where it stands in the output. */
  readonly path: readonly string[];
}

/** What is selected, and under which condition. */
export interface Query {
  readonly items: readonly Selected[];
  /** `SELECT VALUE`: the item itself is the output. */
  readonly isValue: boolean;
  readonly where: Expression | undefined;
}

/** A rule's whole statement. */
export interface Statement extends Query {
  readonly variables: readonly (readonly [string, Expression])[];
  /** Undefined for a rule that only Basic Ingest reaches. */
  readonly topicFilter: string | undefined;
}
