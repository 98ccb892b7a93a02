import { validationError } from "./errors.ts";
import type { IamContext } from "./service-context.ts";

/** The user an operation means: the one named, else the caller. */
export function userNameOf(name: string | undefined, { principal }: IamContext): string {
  if (name !== undefined) return name;
  if (principal.kind === "user") return principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  throw validationError("Must specify userName when calling with non-User credentials");
}
