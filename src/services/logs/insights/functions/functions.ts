import { ownValue } from "../../../../platform/own-value.ts";
import { addressFunctions } from "./address-functions.ts";
import { generalFunctions } from "./general-functions.ts";
import type { InsightsFunction } from "./insights-function.ts";
import { numberFunctions } from "./number-functions.ts";
import { textFunctions } from "./text-functions.ts";
import { timeFunctions } from "./time-functions.ts";

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
