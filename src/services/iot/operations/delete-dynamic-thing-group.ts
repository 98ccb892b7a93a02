import { removeGroup } from "../groups/remove-group.ts";
import type { IotOperation } from "../operation.ts";

export const deleteDynamicThingGroup: IotOperation<"DeleteDynamicThingGroup"> = async (
  { thingGroupName: name = "", expectedVersion },
  context,
) => {
  await context.state.registry.write(context, (tx) =>
    removeGroup(tx, context, { name, expectedVersion, isDynamic: true }),
  );
  return {};
};
