import { invalidRequest } from "../errors.ts";
import { compileFleetQuery } from "../fleet-index/fleet-query.ts";
import { checkGroupVersion, findGroup } from "../groups/find-group.ts";
import { toGroupProperties } from "../groups/group-properties.ts";
import { tellGroup } from "../groups/tell-group.ts";
import { thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";

export const updateDynamicThingGroup: IotOperation<"UpdateDynamicThingGroup"> = async (input, context) => {
  const { thingGroupName: name = "", queryString, indexName, queryVersion, expectedVersion } = input;
  if (queryString !== undefined) compileFleetQuery(queryString);
  const version = await context.state.registry.write(context, async (tx) => {
    const group = await findGroup(tx, name);
    if (!group.query) throw invalidRequest(`Thing group ${name} is not dynamic.`);
    checkGroupVersion(name, group, expectedVersion);
    const { index, text, version: former } = group.query;
    const changed = {
      ...group,
      ...toGroupProperties(input.thingGroupProperties, group),
      query: { index: indexName ?? index, text: queryString ?? text, version: queryVersion ?? former },
      version: group.version + 1,
    };
    await thingGroups.put(tx, name, changed);
    await tellGroup(tx, context, "UPDATED", name, changed);
    return changed.version;
  });
  return { version };
};
