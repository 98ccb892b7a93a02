import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { toGroup } from "../group-output.ts";
import { toPage } from "../page.ts";
import { findHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { toListedUser } from "../user-output.ts";

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
