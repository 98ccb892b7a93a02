import { ownValue } from "../../../../platform/own-value.ts";
import type { CallExpression, Expression } from "../expression.ts";
import type { Row } from "../row.ts";
import type { Value } from "../value.ts";
import { addressFunctions } from "./address-functions.ts";
import { generalFunctions } from "./general-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import { textFunctions } from "./text-functions.ts";
import { timeFunctions } from "./time-functions.ts";

export type Evaluate = (row: Row) => Value;

export interface FunctionContext {
  readonly nowMs: number;
}

/** One function of the language. */
export interface InsightsFunction {
  /** The number of its arguments. */
  readonly least: number;
  readonly most: number;
  readonly build: (call: CallExpression, context: FunctionContext, compile: (part: Expression) => Evaluate) => Evaluate;
}

/** By its name in lower case; undefined for one that is not there. Source: "Supported operations and functions". */
export function findFunction(name: string): InsightsFunction | undefined {
  return ownValue(all, name);
}

const all: Readonly<Record<string, InsightsFunction>> = {
  ...numberFunctions,
  ...timeFunctions,
  ...generalFunctions,
  ...textFunctions,
  ...addressFunctions,
};
