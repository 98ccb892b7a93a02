import { invalidRequest, resourceAlreadyExists, resourceNotFound } from "../errors.ts";
import { toGroupProperties } from "../groups/group-properties.ts";
import { groupsAbove, mostDepth } from "../groups/groups-above.ts";
import { tellGroup } from "../groups/tell-group.ts";
import { type ThingGroup, thingGroupArn, thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

/** One that is there with the same properties is given as it is. */
export const createThingGroup: IotOperation<"CreateThingGroup"> = async (input, context) => {
  const { thingGroupName: name = "", parentGroupName: parent, thingGroupProperties, tags } = input;
  const { clock, random } = context.host;
  const made: ThingGroup = {
    id: random.uuid(),
    parent,
    ...toGroupProperties(thingGroupProperties),
    version: 1,
    createdMs: clock.nowMs(),
    tags: toTags(tags),
  };
  const arn = thingGroupArn(context, name);
  const group = await context.state.registry.write(context, async (tx) => {
    const existing = await thingGroups.find(tx, name);
    if (existing) {
      const { id, parent: formerParent, description, attributes } = existing;
      const same = [formerParent, description, attributes];
      if (JSON.stringify(same) !== JSON.stringify([made.parent, made.description, made.attributes]))
        throw resourceAlreadyExists(`Thing Group ${name} already exists in current account with different properties`, {
          id,
          arn,
        });
      return existing;
    }
    if (parent !== undefined) {
      const above = await thingGroups.find(tx, parent);
      if (!above) throw resourceNotFound(`Thing group ${parent} does not exist`);
      if (above.query) throw invalidRequest("A dynamic thing group cannot have groups below it.");
      if ((await groupsAbove(tx, parent)).length + 1 >= mostDepth)
        throw invalidRequest(`Thing group hierarchy depth exceeds the limit of ${mostDepth}.`);
    }
    await thingGroups.put(tx, name, made);
    await tellGroup(tx, context, "CREATED", name, made);
    return made;
  });
  return { thingGroupName: name, thingGroupArn: arn, thingGroupId: group.id };
};
