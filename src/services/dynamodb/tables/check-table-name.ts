import { isOfRegion, parseArn } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import { validationException } from "../errors.ts";
import { limits } from "../limits.ts";
import type { TableName } from "./table-directory.ts";

/** The table that an operation names by its name or its ARN. Throws ValidationException. */
export function checkTableName(given: string | undefined, at: Place): TableName {
  if (given === undefined)
    throw validationException("The parameter 'TableName' is required but was not present in the request");
  const arn = given.startsWith("arn:") ? parseArn(given) : undefined;
  if (!arn) return { account: at.account, region: at.region, name: checkName(given) };
  const [kind, name = "", ...rest] = arn.resource.split("/");
  if (arn.service !== "dynamodb" || kind !== "table" || rest.length > 0 || !isOfRegion(arn) || arn.region !== at.region)
    throw validationException(`Invalid table/index ARN: ${given}`);
  return { account: arn.account, region: arn.region, name: checkName(name) };
}

/** The name of a table that is to be, and what it cannot be without. */
export function checkNewTableName(given: string | undefined, needed: Readonly<Record<string, unknown>> = {}): string {
  if (given === undefined)
    throw validationException("The parameter 'TableName' is required but was not present in the request");
  checkLength(given);
  const missing = Object.keys(needed).filter((member) => needed[member] === undefined);
  const faults = [
    ...(pattern.test(given) ? [] : [patternFault(given)]),
    ...missing.map((member) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`),
  ];
  if (faults.length > 0) throw validationErrors(faults);
  return given;
}

/** What is wrong with several members at once, as AWS's framework tells it. */
export function validationErrors(faults: readonly string[]) {
  const count = `${faults.length} validation error${faults.length === 1 ? "" : "s"} detected`;
  return validationException(`${count}: ${faults.join("; ")}`);
}

function checkName(name: string): string {
  checkLength(name);
  if (!pattern.test(name)) throw validationErrors([patternFault(name)]);
  return name;
}

function checkLength(name: string): void {
  if (name.length < limits.nameLength.least || name.length > limits.nameLength.most)
    throw validationException("TableName must be at least 3 characters long and at most 255 characters long");
}

const pattern = /^[\w.-]+$/;

function patternFault(name: string): string {
  return `Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`;
}
