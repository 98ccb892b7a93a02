import type { ReadTransaction } from "../../../storage/database.ts";
import { functionNotFound } from "../errors.ts";
import { type FunctionFamily, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import { versionStore } from "../versions/version-store.ts";
import type { AliasRecord } from "./alias.ts";

/** An alias points at a version, never at another alias. Throws ResourceNotFoundException. */
export function checkTarget({ family, versions }: KnownFunction, version: string): void {
  if (version !== latestVersion && !versions.has(version)) throw functionNotFound(qualifiedArn(family.latest, version));
}

/** Within the write: a version may have been deleted, or the function made anew, since it was looked at. */
export async function checkStored(
  tx: ReadTransaction,
  { latest }: FunctionFamily,
  { version, routing }: AliasRecord,
): Promise<void> {
  for (const number of [version, routing?.version ?? latestVersion]) {
    const isThere = number === latestVersion || (await versionStore.find(tx, latest.name, number)) !== undefined;
    if (!isThere) throw functionNotFound(qualifiedArn(latest, number));
  }
}
