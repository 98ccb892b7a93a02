import { requirePrincipal } from "../certificates/require-principal.ts";
import { conflict, thingNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { things } from "../things/thing.ts";

/** Says which thing a certificate speaks for; one that is for a thing alone is for no other. */
export const attachThingPrincipal: IotOperation<"AttachThingPrincipal"> = async (input, context) => {
  const { thingName: name = "", principal = "", thingPrincipalType } = input;
  const isExclusive = thingPrincipalType === "EXCLUSIVE_THING";
  await context.state.registry.write(context, async (tx) => {
    if (!(await things.find(tx, name))) throw thingNotFound(name);
    await requirePrincipal(tx, principal, context);
    const others = (await linkStore.sources(tx, "thing-principal", principal, { after: "", limit: 2 })).filter(
      (link) => link.name !== name,
    );
    const taken = others.find(({ record }) => record.isExclusive);
    if (taken || (isExclusive && others.length > 0))
      throw conflict(`Principal ${principal} is attached to thing ${(taken ?? others[0])?.name}`);
    await linkStore.put(tx, "thing-principal", { from: name, to: principal }, { isExclusive });
  });
  return {};
};
