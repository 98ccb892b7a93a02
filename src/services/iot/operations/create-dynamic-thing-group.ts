import { resourceAlreadyExists } from "../errors.ts";
import { compileFleetQuery } from "../fleet-index/fleet-query.ts";
import { requireIndexing } from "../fleet-index/indexing-settings.ts";
import { toGroupProperties } from "../groups/group-properties.ts";
import { tellGroup } from "../groups/tell-group.ts";
import { type ThingGroup, thingGroupArn, thingGroups } from "../groups/thing-group.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

/** A group whose things are those that a query finds. */
export const createDynamicThingGroup: IotOperation<"CreateDynamicThingGroup"> = async (input, context) => {
  const { thingGroupName: name = "", queryString = "", indexName = "AWS_Things", queryVersion = "2017-09-30" } = input;
  compileFleetQuery(queryString);
  const { clock, random } = context.host;
  const made: ThingGroup = {
    id: random.uuid(),
    ...toGroupProperties(input.thingGroupProperties),
    version: 1,
    createdMs: clock.nowMs(),
    query: { index: indexName, text: queryString, version: queryVersion },
    tags: toTags(input.tags),
  };
  const arn = thingGroupArn(context, name);
  await context.state.registry.write(context, async (tx) => {
    await requireIndexing(tx, indexName);
    const existing = await thingGroups.find(tx, name);
    if (existing)
      throw resourceAlreadyExists(`Thing Group ${name} already exists in current account`, { id: existing.id, arn });
    await thingGroups.put(tx, name, made);
    await tellGroup(tx, context, "CREATED", name, made);
  });
  return { thingGroupName: name, thingGroupArn: arn, thingGroupId: made.id, indexName, queryString, queryVersion };
};
