import { thingNotFound } from "../errors.ts";
import { findBillingGroup } from "../groups/find-billing-group.ts";
import { namedOrArn } from "../groups/named-or-arn.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

export const removeThingFromBillingGroup: IotOperation<"RemoveThingFromBillingGroup"> = async (input, context) => {
  const group = namedOrArn(input.billingGroupName, input.billingGroupArn, "billinggroup");
  const name = namedOrArn(input.thingName, input.thingArn, "thing");
  await context.state.registry.write(context, async (tx) => {
    await findBillingGroup(tx, group);
    const thing = await things.find(tx, name);
    if (!thing) throw thingNotFound(name);
    if (thing.billingGroupName !== group) return;
    await things.put(tx, name, { ...thing, billingGroupName: undefined });
    await linkStore.remove(tx, "billing-thing", group, name);
  });
  return {};
};
