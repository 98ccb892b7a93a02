import { requirePrincipal } from "../certificates/require-principal.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";

export const listPrincipalThings: IotOperation<"ListPrincipalThings"> = async (input, context) => {
  const { principal = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await requirePrincipal(tx, principal, context);
    return listLinks(input, (rows) => linkStore.sources(tx, "thing-principal", principal, rows));
  });
  return { things: page.map((link) => link.name), nextToken };
};
