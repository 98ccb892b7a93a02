import type { ReadTransaction } from "../../../storage/database.ts";
import { linkStore } from "../registry/link-store.ts";
import { groupsAbove } from "./groups-above.ts";

/** Names of the groups that a thing is in, and of those above them, each once. */
export async function groupsOfThing(tx: ReadTransaction, thing: string): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const { name } of await linkStore.sources(tx, "group-thing", thing, { after: "", limit: 100 })) {
    names.add(name);
    for (const above of await groupsAbove(tx, name)) names.add(above);
  }
  return [...names];
}
