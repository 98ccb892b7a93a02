import type { WriteTransaction } from "../../../storage/database.ts";
import { invalidRequest } from "../errors.ts";
import type { EventPlace } from "../events/registry-events.ts";
import { linkStore } from "../registry/link-store.ts";
import { checkGroupVersion } from "./find-group.ts";
import { tellGroup } from "./tell-group.ts";
import { thingGroupArn, thingGroups } from "./thing-group.ts";

/** One that is not there is deleted already; one with groups below it stays. */
export async function removeGroup(
  tx: WriteTransaction,
  at: EventPlace,
  {
    name,
    expectedVersion,
    isDynamic,
  }: { readonly name: string; readonly expectedVersion: number | undefined; readonly isDynamic: boolean },
): Promise<void> {
  const group = await thingGroups.find(tx, name);
  if (!group) return;
  if ((group.query !== undefined) !== isDynamic)
    throw invalidRequest(`Thing group ${name} is ${isDynamic ? "not dynamic" : "dynamic"}.`);
  checkGroupVersion(name, group, expectedVersion);
  for (const { record } of await thingGroups.list(tx, { after: "", limit: mostGroups }))
    if (record.parent === name) throw invalidRequest("Cannot delete thing group : it has child groups");
  await linkStore.removeTargets(tx, "group-thing", name);
  await linkStore.removeTargets(tx, "policy-target", thingGroupArn(at, name));
  await thingGroups.remove(tx, name);
  await tellGroup(tx, at, "DELETED", name, group);
}

const mostGroups = 100_000;
