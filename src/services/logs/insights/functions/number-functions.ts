import { toNumber, type Value } from "../value.ts";
import { valueFunction } from "./insights-function.ts";

export const numberFunctions = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  greatest: ofNumbers((numbers) => numbers.reduce((a, b) => Math.max(a, b))),
  least: ofNumbers((numbers) => numbers.reduce((a, b) => Math.min(a, b))),
} as const;

/** What is not finite (the root of -1) is absent. */
function ofNumber(apply: (number: number) => number) {
  return valueFunction(1, 1, (value) => {
    const number = toNumber(value);
    return number === undefined ? undefined : finite(apply(number));
  });
}

function ofNumbers(apply: (numbers: readonly number[]) => number) {
  return valueFunction(1, 100, (...values: Value[]) => {
    const numbers = values.map(toNumber).filter((number) => number !== undefined);
    return numbers.length === 0 ? undefined : apply(numbers);
  });
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}
