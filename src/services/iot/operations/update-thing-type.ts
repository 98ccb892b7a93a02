import { notSupported } from "../errors.ts";
import { tellRegistry, thingTypeEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { findType } from "../things/find-type.ts";
import { thingTypes } from "../things/thing-type.ts";

export const updateThingType: IotOperation<"UpdateThingType"> = async (
  { thingTypeName: name = "", thingTypeProperties },
  context,
) => {
  if (thingTypeProperties?.mqtt5Configuration) throw notSupported("thingTypeProperties.mqtt5Configuration");
  await context.state.registry.write(context, async (tx) => {
    const type = await findType(tx, name);
    const { thingTypeDescription = type.description, searchableAttributes = type.searchableAttributes } =
      thingTypeProperties ?? {};
    const changed = { ...type, description: thingTypeDescription, searchableAttributes };
    await thingTypes.put(tx, name, changed);
    await tellRegistry(tx, context, thingTypeEvent("UPDATED", context, name, changed));
  });
  return {};
};
