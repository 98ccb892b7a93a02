import { findBillingGroup } from "../groups/find-billing-group.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";
import { listLinks } from "../registry/list-page.ts";

export const listThingsInBillingGroup: IotOperation<"ListThingsInBillingGroup"> = async (input, context) => {
  const { billingGroupName: name = "" } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    await findBillingGroup(tx, name);
    return listLinks(input, (rows) => linkStore.targets(tx, "billing-thing", name, rows));
  });
  return { things: page.map((link) => link.name), nextToken };
};
