import { tellRegistry, thingTypeEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { findType } from "../things/find-type.ts";
import { thingTypes } from "../things/thing-type.ts";

/** No new thing gets it, and it may be deleted five minutes later. */
export const deprecateThingType: IotOperation<"DeprecateThingType"> = async (
  { thingTypeName: name = "", undoDeprecate = false },
  context,
) => {
  const nowMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const type = await findType(tx, name);
    const changed = { ...type, deprecatedMs: undoDeprecate ? undefined : (type.deprecatedMs ?? nowMs) };
    await thingTypes.put(tx, name, changed);
    await tellRegistry(tx, context, thingTypeEvent("UPDATED", context, name, changed));
  });
  return {};
};
