import { quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder, findHolder } from "../policy-holders/policy-holder.ts";

/** Adding a member again succeeds. */
export const addUserToGroup: IamOperation<"AddUserToGroup"> = async ({ GroupName, UserName }, context) => {
  await changeHolder(context, "user", UserName, async (user, tx) => {
    const group = await findHolder(tx, "group", GroupName);
    if (user.groups.includes(group.name)) return {};
    if (user.groups.length >= limits.GroupsPerUser) throw quotaExceeded("GroupsPerUser", limits.GroupsPerUser);
    return { groups: [...user.groups, group.name] };
  });
  return {};
};
