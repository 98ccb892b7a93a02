import { notSupported, resourceAlreadyExists } from "../errors.ts";
import { tellRegistry, thingTypeEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";
import { type ThingType, thingTypeArn, thingTypes } from "../things/thing-type.ts";

/** One that is there with the same properties is given as it is. */
export const createThingType: IotOperation<"CreateThingType"> = async (input, context) => {
  const { thingTypeName: name = "", thingTypeProperties, tags } = input;
  if (thingTypeProperties?.mqtt5Configuration) throw notSupported("thingTypeProperties.mqtt5Configuration");
  const made: ThingType = {
    id: context.host.random.uuid(),
    description: thingTypeProperties?.thingTypeDescription,
    searchableAttributes: thingTypeProperties?.searchableAttributes,
    createdMs: context.host.clock.nowMs(),
    deprecatedMs: undefined,
    tags: toTags(tags),
  };
  const arn = thingTypeArn(context, name);
  const type = await context.state.registry.write(context, async (tx) => {
    const existing = await thingTypes.find(tx, name);
    if (!existing) {
      await thingTypes.put(tx, name, made);
      await tellRegistry(tx, context, thingTypeEvent("CREATED", context, name, made));
      return made;
    }
    const { description, searchableAttributes } = existing;
    if (
      description !== made.description ||
      JSON.stringify(searchableAttributes ?? []) !== JSON.stringify(made.searchableAttributes ?? [])
    )
      throw resourceAlreadyExists(`Thing Type ${name} already exists in current account with different properties`, {
        id: existing.id,
        arn,
      });
    return existing;
  });
  return { thingTypeName: name, thingTypeArn: arn, thingTypeId: type.id };
};
