import { findGroup } from "../groups/find-group.ts";
import { groupsAbove } from "../groups/groups-above.ts";
import { thingGroupArn, thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";

/** All, or those below a group: the next level, or with `recursive` all levels (which is also what is given without a parent). */
export const listThingGroups: IotOperation<"ListThingGroups"> = async (input, context) => {
  const { parentGroup, namePrefixFilter = "", recursive = true } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    if (parentGroup !== undefined) await findGroup(tx, parentGroup);
    const below = new Set<string>();
    const isWanted = (name: string, parent: string | undefined) => {
      if (parentGroup === undefined) return recursive || parent === undefined;
      return recursive ? below.has(name) : parent === parentGroup;
    };
    return listWanted(
      input,
      tx,
      async (reading, rows) => {
        const all = await thingGroups.list(reading, rows);
        if (parentGroup !== undefined && recursive) {
          for (const { name, record } of all)
            if (record.parent !== undefined && (await groupsAbove(reading, name)).includes(parentGroup))
              below.add(name);
        }
        return all;
      },
      ({ name, record }) => name.startsWith(namePrefixFilter) && isWanted(name, record.parent),
    );
  });
  return {
    thingGroups: page.map(({ name }) => ({ groupName: name, groupArn: thingGroupArn(context, name) })),
    nextToken,
  };
};
