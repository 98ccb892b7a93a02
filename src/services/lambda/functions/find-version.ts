import { ownValue } from "../../../platform/own-value.ts";
import { routeAlias } from "../aliases/alias.ts";
import { functionNotFound } from "../errors.ts";
import { type FunctionRecord, type KnownFunction, latestVersion, qualifiedArn } from "./function.ts";

/**
 * The version that a qualifier means: none is `$LATEST`, an alias's is the one it points at. `fraction` in [0, 1) draws
 * between an alias's two versions; without it, it's the first. Throws ResourceNotFoundException.
 */
export function findVersion(
  { family, versions }: KnownFunction,
  qualifier: string | undefined,
  fraction = 1,
): FunctionRecord {
  if (qualifier === undefined || qualifier === latestVersion) return family.latest;
  const alias = ownValue(family.aliases, qualifier);
  const version = alias ? routeAlias(alias, fraction) : qualifier;
  const record = version === latestVersion ? family.latest : versions.get(version);
  if (record) return record;
  throw functionNotFound(qualifiedArn(family.latest, qualifier));
}

/** Throws ResourceNotFoundException if the function has no such version or alias. */
export function checkQualifier(known: KnownFunction, qualifier: string | undefined): void {
  findVersion(known, qualifier);
}
