import { invalidRequest, thingNotFound } from "../errors.ts";
import { findBillingGroup } from "../groups/find-billing-group.ts";
import { namedOrArn } from "../groups/named-or-arn.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

/** A thing is in one billing group at most. */
export const addThingToBillingGroup: IotOperation<"AddThingToBillingGroup"> = async (input, context) => {
  const group = namedOrArn(input.billingGroupName, input.billingGroupArn, "billinggroup");
  const name = namedOrArn(input.thingName, input.thingArn, "thing");
  await context.state.registry.write(context, async (tx) => {
    await findBillingGroup(tx, group);
    const thing = await things.find(tx, name);
    if (!thing) throw thingNotFound(name);
    if (thing.billingGroupName !== undefined && thing.billingGroupName !== group)
      throw invalidRequest(`Thing ${name} is in the billing group ${thing.billingGroupName} already.`);
    await things.put(tx, name, { ...thing, billingGroupName: group });
    await linkStore.put(tx, "billing-thing", { from: group, to: name });
  });
  return {};
};
