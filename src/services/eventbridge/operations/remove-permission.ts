import { withoutPermission } from "../buses/bus-policy.ts";
import { changeBus } from "../buses/change-bus.ts";
import { invalidParameter } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const removePermission: EventsOperation<"RemovePermission"> = async (input, context) => {
  const { EventBusName, StatementId: id, RemoveAllPermissions: isAll = false } = input;
  if (!isAll && id === undefined) throw invalidParameter("StatementId", "StatementId is a required argument.");
  await changeBus(context, EventBusName, (bus) => ({
    ...bus,
    policy: isAll ? undefined : withoutPermission(bus, id ?? ""),
  }));
  return {};
};
