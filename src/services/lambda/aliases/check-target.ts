import { functionNotFound } from "../errors.ts";
import { type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";

/** An alias points at a version, never at another alias. Throws ResourceNotFoundException. */
export function checkTarget({ family, versions }: KnownFunction, version: string): void {
  if (version !== latestVersion && !versions.has(version)) throw functionNotFound(qualifiedArn(family.latest, version));
}
