import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { invalidRequest, limitExceeded, thingNotFound } from "../errors.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";
import { findGroup } from "./find-group.ts";

/** Source: "AWS IoT thing group resource limits and quotas": groups that a thing can be in. */
const mostGroupsOfThing = 10;

export async function putIntoGroup(tx: WriteTransaction, group: string, thing: string): Promise<void> {
  await requireBoth(tx, group, thing);
  const groups = await linkStore.sources(tx, "group-thing", thing, { after: "", limit: mostGroupsOfThing + 1 });
  if (groups.some(({ name }) => name === group)) return;
  if (groups.length >= mostGroupsOfThing)
    throw limitExceeded(`Thing ${thing} cannot be in more than ${mostGroupsOfThing} thing groups`);
  await linkStore.put(tx, "group-thing", { from: group, to: thing });
}

export async function takeFromGroup(tx: WriteTransaction, group: string, thing: string): Promise<void> {
  await requireBoth(tx, group, thing);
  await linkStore.remove(tx, "group-thing", group, thing);
}

async function requireBoth(tx: ReadTransaction, group: string, thing: string): Promise<void> {
  const { query } = await findGroup(tx, group);
  if (query) throw invalidRequest(`Thing group ${group} is dynamic: its things are found by its query.`);
  if (!(await things.find(tx, thing))) throw thingNotFound(thing);
}
