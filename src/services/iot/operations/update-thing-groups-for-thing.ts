import { putIntoGroup, takeFromGroup } from "../groups/membership.ts";
import type { IotOperation } from "../operation.ts";

/** All of it or nothing. */
export const updateThingGroupsForThing: IotOperation<"UpdateThingGroupsForThing"> = async (input, context) => {
  const { thingName = "", thingGroupsToAdd = [], thingGroupsToRemove = [] } = input;
  await context.state.registry.write(context, async (tx) => {
    for (const group of thingGroupsToRemove) await takeFromGroup(tx, context, group, thingName);
    for (const group of thingGroupsToAdd) await putIntoGroup(tx, context, group, thingName);
  });
  return {};
};
