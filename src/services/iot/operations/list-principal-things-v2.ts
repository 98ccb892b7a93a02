import { requirePrincipal } from "../certificates/require-principal.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";
import { principalTypeOf } from "../things/principal-type.ts";

/** With how each is attached. */
export const listPrincipalThingsV2: IotOperation<"ListPrincipalThingsV2"> = async (input, context) => {
  const { principal = "", thingPrincipalType } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await requirePrincipal(tx, principal, context);
    return listLinks(input, (rows) => linkStore.sources(tx, "thing-principal", principal, rows));
  });
  const all = page.map((link) => ({ thingName: link.name, thingPrincipalType: principalTypeOf(link) }));
  const wanted = all.filter((each) => (thingPrincipalType ?? each.thingPrincipalType) === each.thingPrincipalType);
  return { principalThingObjects: wanted, nextToken };
};
