import type { Evaluation } from "./message-facts.ts";
import type { Expression } from "./syntax.ts";
import type { Value } from "./value.ts";

/** Where names are looked up: the payload, or a row of a nested query. */
export interface Scope {
  readonly root: Value;
  readonly evaluation: Evaluation;
}

export type Compiled = (scope: Scope) => Value;

export type Compile = (expression: Expression) => Compiled;
