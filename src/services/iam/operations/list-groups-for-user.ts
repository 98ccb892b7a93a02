import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { toGroup } from "../groups/to-group.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

export const listGroupsForUser: IamOperation<"ListGroupsForUser"> = async ({ UserName, ...request }, context) => {
  const groups = await viewAccount(context, async (tx) => {
    const user = await findHolder(tx, "user", UserName);
    return (await entityStore.list(tx, "group")).filter((group) => user.groups.includes(group.name));
  });
  const { items, ...page } = toPage(groups, (group) => group.name, request);
  return { Groups: items.map(toGroup), ...page };
};
