import { findGroup } from "../groups/find-group.ts";
import { groupsAbove } from "../groups/groups-above.ts";
import { thingGroupArn } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";

export const describeThingGroup: IotOperation<"DescribeThingGroup"> = async (
  { thingGroupName: name = "" },
  context,
) => {
  const { group, above } = await context.state.registry.read(context, async (tx) => ({
    group: await findGroup(tx, name),
    above: await groupsAbove(tx, name),
  }));
  const rootFirst = above.reverse();
  return {
    thingGroupName: name,
    thingGroupId: group.id,
    thingGroupArn: thingGroupArn(context, name),
    version: group.version,
    thingGroupProperties: {
      thingGroupDescription: group.description,
      // Who plans a group without attributes would see a difference in an empty list of them.
      attributePayload: Object.keys(group.attributes).length > 0 ? { attributes: { ...group.attributes } } : undefined,
    },
    thingGroupMetadata: {
      parentGroupName: group.parent,
      rootToParentThingGroups:
        rootFirst.length > 0
          ? rootFirst.map((each) => ({ groupName: each, groupArn: thingGroupArn(context, each) }))
          : undefined,
      creationDate: new Date(group.createdMs),
    },
    ...(group.query && {
      indexName: group.query.index,
      queryString: group.query.text,
      queryVersion: group.query.version,
      status: "ACTIVE" as const,
    }),
  };
};
