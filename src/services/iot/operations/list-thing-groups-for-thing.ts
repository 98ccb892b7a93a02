import { thingNotFound } from "../errors.ts";
import { thingGroupArn } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";
import { things } from "../things/thing.ts";

export const listThingGroupsForThing: IotOperation<"ListThingGroupsForThing"> = async (input, context) => {
  const { thingName: name = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    if (!(await things.find(tx, name))) throw thingNotFound(name);
    return listLinks(input, (rows) => linkStore.sources(tx, "group-thing", name, rows));
  });
  return {
    thingGroups: page.map((link) => ({ groupName: link.name, groupArn: thingGroupArn(context, link.name) })),
    nextToken,
  };
};
