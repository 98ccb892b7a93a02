import { invalidParameter, invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValue. */
export function checkPageSize(size: number | undefined): void {
  if (size === undefined || (size >= 1 && size <= limits.pageSize)) return;
  throw invalidValue(size, "MaxResults", `MaxResults must be an integer between 1 and ${limits.pageSize}.`);
}

export function invalidToken(): Error {
  return invalidParameter("Invalid or expired next token.");
}
