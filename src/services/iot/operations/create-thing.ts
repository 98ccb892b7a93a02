import { resourceAlreadyExists } from "../errors.ts";
import { associationEvent, tellRegistry, thingEvent } from "../events/registry-events.ts";
import { findBillingGroup } from "../groups/find-billing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { registryKey } from "../registry/registry.ts";
import { checkAttributes, withoutEmpty } from "../things/check-attributes.ts";
import { requireActiveType } from "../things/require-type.ts";
import { type Thing, thingArn, things } from "../things/thing.ts";

/** A thing that is there already with the same attributes is given as it is. */
export const createThing: IotOperation<"CreateThing"> = async (input, context) => {
  const { thingName: name = "", thingTypeName: typeName, attributePayload, billingGroupName } = input;
  const attributes = withoutEmpty(attributePayload?.attributes ?? {});
  checkAttributes(attributes, typeName !== undefined);
  const { clock, random, storage } = context.host;
  const made: Thing = {
    id: random.uuid(),
    typeName,
    attributes,
    billingGroupName,
    version: 1,
    createdMs: clock.nowMs(),
  };
  const thing = await storage.partition(registryKey(context)).write(async (tx) => {
    const existing = await things.find(tx, name);
    if (existing && !isAlike(existing, made)) {
      const arn = thingArn(context, name);
      throw resourceAlreadyExists(`Thing ${name} already exists in account with different attributes`, {
        id: existing.id,
        arn,
      });
    }
    if (existing) return existing;
    if (typeName !== undefined) await requireActiveType(tx, typeName);
    if (billingGroupName !== undefined) {
      await findBillingGroup(tx, billingGroupName);
      await linkStore.put(tx, "billing-thing", { from: billingGroupName, to: name });
    }
    await things.put(tx, name, made);
    await tellRegistry(tx, context, thingEvent("CREATED", context, name, made));
    if (typeName !== undefined) await tellRegistry(tx, context, associationEvent("ADDED", name, made, typeName));
    return made;
  });
  return { thingName: name, thingArn: thingArn(context, name), thingId: thing.id };
};

function isAlike(one: Thing, other: Thing): boolean {
  const [ones, others] = [Object.entries(one.attributes), Object.entries(other.attributes)];
  return (
    one.typeName === other.typeName &&
    one.billingGroupName === other.billingGroupName &&
    ones.length === others.length &&
    ones.every(([key, value]) => other.attributes[key] === value)
  );
}
