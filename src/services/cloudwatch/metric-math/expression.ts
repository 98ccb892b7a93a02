/** A metric-math expression, parsed. Source: "Using math expressions with CloudWatch metrics". */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | CallExpression;

export interface CallExpression {
  readonly kind: "call";
  readonly name: string;
  readonly parameters: readonly Expression[];
}

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "^";

/** What is wrong with an expression, for the user. The query's id is put before it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

export function* callsIn(expression: Expression): Generator<CallExpression> {
  if (expression.kind === "call") yield expression;
  for (const child of childrenOf(expression)) yield* callsIn(child);
}

/** The ids of other queries that it refers to. Names that are a function's setting (`REPEAT`, `DESC`) are in capitals. */
export function* namesIn(expression: Expression): Generator<string> {
  if (expression.kind === "name" && /^[a-z]/.test(expression.name)) yield expression.name;
  for (const child of childrenOf(expression)) yield* namesIn(child);
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "array":
      return expression.items;
    case "negate":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.parameters;
    default:
      return [];
  }
}
