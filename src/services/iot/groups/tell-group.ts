import type { WriteTransaction } from "../../../storage/database.ts";
import { type EventPlace, groupEvent, hierarchyEvent, tellRegistry } from "../events/registry-events.ts";
import { groupsAbove } from "./groups-above.ts";
import { type ThingGroup, thingGroups } from "./thing-group.ts";

/** A group that is made, changed or gone, and its place below another. In the transaction in which it is. */
export async function tellGroup(
  tx: WriteTransaction,
  at: EventPlace,
  operation: "CREATED" | "UPDATED" | "DELETED",
  name: string,
  group: ThingGroup,
): Promise<void> {
  const { parent } = group;
  const above: { readonly name: string; readonly id: string }[] = [];
  for (const each of parent === undefined ? [] : [parent, ...(await groupsAbove(tx, parent))])
    above.unshift({ name: each, id: (await thingGroups.find(tx, each))?.id ?? "" });
  await tellRegistry(tx, at, groupEvent(operation, at, name, group, above));
  const below = above.at(-1);
  if (below && operation !== "UPDATED")
    await tellRegistry(
      tx,
      at,
      hierarchyEvent(operation === "CREATED" ? "ADDED" : "REMOVED", at, below, { name, id: group.id }),
    );
}
