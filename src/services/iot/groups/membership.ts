import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { invalidRequest, limitExceeded, thingNotFound } from "../errors.ts";
import { type EventPlace, membershipEvent, tellRegistry } from "../events/registry-events.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";
import { findGroup } from "./find-group.ts";

/** Source: "AWS IoT thing group resource limits and quotas": groups that a thing can be in. */
const mostGroupsOfThing = 10;

export async function putIntoGroup(tx: WriteTransaction, at: EventPlace, group: string, thing: string): Promise<void> {
  const ids = await requireBoth(tx, group, thing);
  const groups = await linkStore.sources(tx, "group-thing", thing, { after: "", limit: mostGroupsOfThing + 1 });
  if (groups.some(({ name }) => name === group)) return;
  if (groups.length >= mostGroupsOfThing)
    throw limitExceeded(`Thing ${thing} cannot be in more than ${mostGroupsOfThing} thing groups`);
  await linkStore.put(tx, "group-thing", { from: group, to: thing });
  await tellRegistry(tx, at, membershipEvent("ADDED", at, ids.group, ids.thing));
}

export async function takeFromGroup(tx: WriteTransaction, at: EventPlace, group: string, thing: string): Promise<void> {
  const ids = await requireBoth(tx, group, thing);
  if (await linkStore.remove(tx, "group-thing", group, thing))
    await tellRegistry(tx, at, membershipEvent("REMOVED", at, ids.group, ids.thing));
}

async function requireBoth(tx: ReadTransaction, group: string, thing: string) {
  const { query, id } = await findGroup(tx, group);
  if (query) throw invalidRequest(`Thing group ${group} is dynamic: its things are found by its query.`);
  const found = await things.find(tx, thing);
  if (!found) throw thingNotFound(thing);
  return { group: { name: group, id }, thing: { name: thing, id: found.id } };
}
