import { requirePrincipal } from "../certificates/require-principal.ts";
import { thingNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

export const detachThingPrincipal: IotOperation<"DetachThingPrincipal"> = async (
  { thingName: name = "", principal = "" },
  context,
) => {
  await context.state.registry.write(context, async (tx) => {
    if (!(await things.find(tx, name))) throw thingNotFound(name);
    await requirePrincipal(tx, principal, context);
    await linkStore.remove(tx, "thing-principal", name, principal);
  });
  return {};
};
