import type { Evaluation } from "../message-facts.ts";
import type { Value } from "../value.ts";

/** One of SQL's functions. Wrong arguments, and a wrong number of them, give Undefined. */
export interface SqlFunction {
  readonly least: number;
  readonly most: number;
  /** Not there in SQL 2015-10-08. */
  readonly isLater?: true;
  readonly apply: (args: readonly Value[], evaluation: Evaluation) => Value;
}
