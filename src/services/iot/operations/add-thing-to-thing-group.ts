import { putIntoGroup } from "../groups/membership.ts";
import { namedOrArn } from "../groups/named-or-arn.ts";
import type { IotOperation } from "../operation.ts";

export const addThingToThingGroup: IotOperation<"AddThingToThingGroup"> = async (input, context) => {
  const group = namedOrArn(input.thingGroupName, input.thingGroupArn, "thinggroup");
  const thing = namedOrArn(input.thingName, input.thingArn, "thing");
  await context.state.registry.write(context, (tx) => putIntoGroup(tx, context, group, thing));
  return {};
};
