import type { PathElement } from "./document-path.ts";

/** What an expression's text says, before it is known what its placeholders stand for: one tree per text, whatever the request. */
export type Operand =
  | { readonly kind: "path"; readonly path: readonly PathElement[] }
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "function"; readonly name: string; readonly operands: readonly Operand[] };

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type ConditionNode =
  | { readonly kind: "and" | "or"; readonly left: ConditionNode; readonly right: ConditionNode }
  | { readonly kind: "not"; readonly condition: ConditionNode }
  | { readonly kind: "compare"; readonly comparator: Comparator; readonly operands: readonly [Operand, Operand] }
  | { readonly kind: "between"; readonly operands: readonly [Operand, Operand, Operand] }
  | { readonly kind: "in"; readonly operands: readonly Operand[] }
  | { readonly kind: "test"; readonly operand: Operand & { readonly kind: "function" } };

export interface ConditionTree {
  readonly root: ConditionNode;
  readonly hasRedundantParentheses: boolean;
}

/** What SET assigns: an operand, or the sum or difference of two. */
export type Assigned = Operand | { readonly kind: "+" | "-"; readonly operands: readonly [Operand, Operand] };

export type UpdateAction =
  | { readonly kind: "SET"; readonly path: readonly PathElement[]; readonly assigned: Assigned }
  | { readonly kind: "REMOVE"; readonly path: readonly PathElement[] }
  | { readonly kind: "ADD" | "DELETE"; readonly path: readonly PathElement[]; readonly value: string };

export interface UpdateTree {
  readonly actions: readonly UpdateAction[];
  /** A section that the text has twice. */
  readonly repeated: string | undefined;
}
