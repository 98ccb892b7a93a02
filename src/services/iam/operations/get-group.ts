import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { toGroup } from "../groups/to-group.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";
import { toListedUser } from "../users/to-user.ts";

/** The group with a page of its users. */
export const getGroup: IamOperation<"GetGroup"> = async ({ GroupName, ...request }, context) => {
  const { group, members } = await viewAccount(context, async (tx) => {
    const group = await findHolder(tx, "group", GroupName);
    const users = await entityStore.list(tx, "user");
    return { group, members: users.filter((user) => user.groups.includes(group.name)) };
  });
  const { items, ...page } = toPage(members, (user) => user.name, request);
  return { Group: toGroup(group), Users: items.map(toListedUser), ...page };
};
