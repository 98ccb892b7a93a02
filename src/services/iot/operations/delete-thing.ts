import { invalidRequest, versionConflict } from "../errors.ts";
import { tellRegistry, thingEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

/** A thing that is not there is deleted already. */
export const deleteThing: IotOperation<"DeleteThing"> = async ({ thingName: name = "", expectedVersion }, context) => {
  await context.state.registry.write(context, async (tx) => {
    const thing = await things.find(tx, name);
    if (!thing) return;
    if (expectedVersion !== undefined && expectedVersion !== thing.version)
      throw versionConflict(name, thing.version, expectedVersion);
    const [principal] = await linkStore.targets(tx, "thing-principal", name, { after: "", limit: 1 });
    if (principal) throw invalidRequest(`Cannot delete. Thing ${name} is still attached to one or more principals`);
    await linkStore.removeSources(tx, "group-thing", name);
    await linkStore.removeSources(tx, "billing-thing", name);
    await things.remove(tx, name);
    await tellRegistry(tx, context, thingEvent("DELETED", context, name, thing));
  });
  return {};
};
