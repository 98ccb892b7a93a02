import type { ReadTransaction } from "../../../storage/database.ts";
import { resourceNotFound, versionConflict } from "../errors.ts";
import { type ThingGroup, thingGroups } from "./thing-group.ts";

/** Throws if it is not there. */
export async function findGroup(tx: ReadTransaction, name: string): Promise<ThingGroup> {
  const group = await thingGroups.find(tx, name);
  if (!group) throw resourceNotFound(`No thing group ${name} exists in account`);
  return group;
}

export function checkGroupVersion(name: string, { version }: ThingGroup, expected: number | undefined): void {
  if (expected !== undefined && expected !== version) throw versionConflict(name, version, expected);
}
