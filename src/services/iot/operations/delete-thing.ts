import { versionConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { things } from "../things/thing.ts";

/** A thing that is not there is deleted already. */
export const deleteThing: IotOperation<"DeleteThing"> = async ({ thingName: name = "", expectedVersion }, context) => {
  await context.state.registry.write(context, async (tx) => {
    const thing = await things.find(tx, name);
    if (!thing) return;
    if (expectedVersion !== undefined && expectedVersion !== thing.version)
      throw versionConflict(name, thing.version, expectedVersion);
    await things.remove(tx, name);
  });
  return {};
};
