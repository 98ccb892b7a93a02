import { thingNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";
import { principalTypeOf } from "../things/principal-type.ts";
import { things } from "../things/thing.ts";

/** With how each is attached. */
export const listThingPrincipalsV2: IotOperation<"ListThingPrincipalsV2"> = async (input, context) => {
  const { thingName: name = "", thingPrincipalType } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    if (!(await things.find(tx, name))) throw thingNotFound(name);
    return listLinks(input, (rows) => linkStore.targets(tx, "thing-principal", name, rows));
  });
  const all = page.map((link) => ({ principal: link.name, thingPrincipalType: principalTypeOf(link) }));
  const wanted = all.filter((each) => (thingPrincipalType ?? each.thingPrincipalType) === each.thingPrincipalType);
  return { thingPrincipalObjects: wanted, nextToken };
};
