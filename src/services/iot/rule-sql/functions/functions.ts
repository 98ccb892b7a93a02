import type { SqlVersion } from "../syntax.ts";
import { collectionFunctions } from "./collections.ts";
import { messageFunctions } from "./message.ts";
import { numberFunctions } from "./numbers.ts";
import type { SqlFunction } from "./sql-function.ts";
import { textFunctions } from "./texts.ts";
import { timeFunctions } from "./times.ts";

/** Functions that ask other services; how is not SQL's to know. */
const external: ReadonlyMap<string, { readonly isLater: boolean }> = new Map([
  ["aws_lambda", { isLater: false }],
  ["machinelearning_predict", { isLater: false }],
  ["get_dynamodb", { isLater: true }],
  ["get_registry_data", { isLater: true }],
  ["get_secret", { isLater: true }],
  ["get_thing_shadow", { isLater: true }],
]);

const functions: ReadonlyMap<string, SqlFunction> = new Map(
  Object.entries({
    ...collectionFunctions,
    ...messageFunctions,
    ...numberFunctions,
    ...textFunctions,
    ...timeFunctions,
  }),
);

/** By its name in lower case. Source: "AWS IoT SQL reference", "Functions". */
export function findFunction(name: string): SqlFunction | undefined {
  return functions.get(name);
}

export function isExternal(name: string): boolean {
  return external.has(name);
}

export function isFunction(name: string, version: SqlVersion): boolean {
  const found = functions.get(name) ?? external.get(name);
  return found !== undefined && (version !== "2015-10-08" || found.isLater !== true);
}
