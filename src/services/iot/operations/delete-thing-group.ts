import { removeGroup } from "../groups/remove-group.ts";
import type { IotOperation } from "../operation.ts";

export const deleteThingGroup: IotOperation<"DeleteThingGroup"> = async (
  { thingGroupName: name = "", expectedVersion },
  context,
) => {
  await context.state.registry.write(context, (tx) =>
    removeGroup(tx, context, { name, expectedVersion, isDynamic: false }),
  );
  return {};
};
