import { invalidRequest, thingNotFound, versionConflict } from "../errors.ts";
import { associationEvent, type RegistryEvent, tellRegistry, thingEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { checkAttributes, withoutEmpty } from "../things/check-attributes.ts";
import { requireActiveType } from "../things/require-type.ts";
import { type Thing, things } from "../things/thing.ts";

/** Attributes take the place of those that are there, unless they are to be merged with them; one without a value goes. */
export const updateThing: IotOperation<"UpdateThing"> = async (input, context) => {
  const { thingName: name = "", thingTypeName, attributePayload, expectedVersion, removeThingType = false } = input;
  if (removeThingType && thingTypeName !== undefined)
    throw invalidRequest("thingTypeName and removeThingType cannot both be given.");
  await context.state.registry.write(context, async (tx) => {
    const thing = await things.find(tx, name);
    if (!thing) throw thingNotFound(name);
    if (expectedVersion !== undefined && expectedVersion !== thing.version)
      throw versionConflict(name, thing.version, expectedVersion);
    if (thingTypeName !== undefined) await requireActiveType(tx, thingTypeName);
    const typeName = removeThingType ? undefined : (thingTypeName ?? thing.typeName);
    const given = attributePayload?.attributes;
    const attributes =
      given === undefined
        ? thing.attributes
        : withoutEmpty(attributePayload?.merge ? { ...thing.attributes, ...given } : given);
    checkAttributes(attributes, typeName !== undefined);
    const changed = { ...thing, typeName, attributes, version: thing.version + 1 };
    await things.put(tx, name, changed);
    await tellRegistry(tx, context, thingEvent("UPDATED", context, name, changed), ...typeEvents(name, thing, changed));
  });
  return {};
};

function typeEvents(name: string, before: Thing, after: Thing): RegistryEvent[] {
  if (before.typeName === after.typeName) return [];
  return [
    ...(before.typeName === undefined ? [] : [associationEvent("REMOVED", name, before, before.typeName)]),
    ...(after.typeName === undefined ? [] : [associationEvent("ADDED", name, after, after.typeName)]),
  ];
}
