import { validationError } from "../errors.ts";
import type { IamContext } from "../operation.ts";

/** The user an operation means: the one named, else the caller. */
export function userNameOf(name: string | undefined, { principal }: IamContext): string {
  if (name !== undefined) return name;
  if (principal.kind === "user") return principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  throw validationError("Must specify userName when calling with non-User credentials");
}

/** The two states that IAM's user credentials have; an access key may also be "Expired", which nobody can set. */
export function checkKeyStatus(status: string): "Active" | "Inactive" {
  if (status !== "Active" && status !== "Inactive") throw validationError(`Status ${status} is not supported.`);
  return status;
}
