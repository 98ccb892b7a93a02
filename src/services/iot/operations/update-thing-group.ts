import { invalidRequest } from "../errors.ts";
import { checkGroupVersion, findGroup } from "../groups/find-group.ts";
import { toGroupProperties } from "../groups/group-properties.ts";
import { tellGroup } from "../groups/tell-group.ts";
import { thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";

export const updateThingGroup: IotOperation<"UpdateThingGroup"> = async (input, context) => {
  const { thingGroupName: name = "", thingGroupProperties, expectedVersion } = input;
  const version = await context.state.registry.write(context, async (tx) => {
    const group = await findGroup(tx, name);
    if (group.query) throw invalidRequest(`Thing group ${name} is dynamic: use UpdateDynamicThingGroup.`);
    checkGroupVersion(name, group, expectedVersion);
    const changed = { ...group, ...toGroupProperties(thingGroupProperties, group), version: group.version + 1 };
    await thingGroups.put(tx, name, changed);
    await tellGroup(tx, context, "UPDATED", name, changed);
    return changed.version;
  });
  return { version };
};
