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

/** The name of a table that is to be. */
export function checkNewTableName(given: string | undefined): string {
  if (given === undefined)
    throw validationException("The parameter 'TableName' is required but was not present in the request");
  return checkName(given);
}

function checkName(name: string): string {
  if (name.length < limits.nameLength.least || name.length > limits.nameLength.most)
    throw validationException("TableName must be at least 3 characters long and at most 255 characters long");
  if (!/^[\w.-]+$/.test(name))
    throw validationException(
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
  return name;
}
