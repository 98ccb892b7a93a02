import { connectedIfIndexed } from "../fleet-index/connected-if-indexed.ts";
import { compileFleetQuery } from "../fleet-index/fleet-query.ts";
import { thingDocument } from "../fleet-index/thing-document.ts";
import { findGroup } from "../groups/find-group.ts";
import { groupsAbove } from "../groups/groups-above.ts";
import { thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks, listWanted } from "../registry/list-page.ts";
import { things } from "../things/thing.ts";

/** With `recursive`, also those in groups below it. Of a dynamic group, those that its query finds now. */
export const listThingsInThingGroup: IotOperation<"ListThingsInThingGroup"> = async (input, context) => {
  const { thingGroupName: name = "", recursive = false } = input;
  const connected = await connectedIfIndexed(context);
  const { names, nextToken } = await context.state.registry.read(context, async (tx) => {
    const group = await findGroup(tx, name);
    if (group.query) {
      const takes = compileFleetQuery(group.query.text);
      const { page, nextToken: next } = await listWanted(
        input,
        tx,
        (reading, rows) => things.list(reading, rows),
        ({ name: thing, record }) => takes(thingDocument(thing, record, connected)),
      );
      return { names: page.map((row) => row.name), nextToken: next };
    }
    if (!recursive) {
      const { page, nextToken: next } = await listLinks(input, (rows) =>
        linkStore.targets(tx, "group-thing", name, rows),
      );
      return { names: page.map((link) => link.name), nextToken: next };
    }
    const all = new Set<string>();
    const within = [name];
    for (const { name: other, record } of await thingGroups.list(tx, { after: "", limit: 100_000 }))
      if (record.parent !== undefined && (await groupsAbove(tx, other)).includes(name)) within.push(other);
    for (const each of within)
      for (const link of await linkStore.targets(tx, "group-thing", each, { after: "", limit: 1_000_000 }))
        all.add(link.name);
    const sorted = [...all].sort().map((each) => ({ name: each, record: {} }));
    const { page, nextToken: next } = await listLinks(input, async ({ after, limit }) =>
      sorted.filter((each) => each.name > after).slice(0, limit),
    );
    return { names: page.map((link) => link.name), nextToken: next };
  });
  return { things: names, nextToken };
};
