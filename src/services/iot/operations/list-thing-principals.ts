import { thingNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";
import { things } from "../things/thing.ts";

export const listThingPrincipals: IotOperation<"ListThingPrincipals"> = async (input, context) => {
  const { thingName: name = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    if (!(await things.find(tx, name))) throw thingNotFound(name);
    return listLinks(input, (rows) => linkStore.targets(tx, "thing-principal", name, rows));
  });
  return { principals: page.map((link) => link.name), nextToken };
};
