import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { deleteConflict } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** Refused while the group has users or policies. */
export const deleteGroup: IamOperation<"DeleteGroup"> = async ({ GroupName }, context) => {
  await changeAccount(context, async (tx) => {
    const group = await findHolder(tx, "group", GroupName);
    const users = await entityStore.list(tx, "user");
    if (users.some((user) => user.groups.includes(group.name))) throw deleteConflict("remove users from group");
    if (group.attachedPolicies.length > 0) throw deleteConflict("detach all policies");
    if (Object.keys(group.inlinePolicies).length > 0) throw deleteConflict("delete policies");
    await entityStore.remove(tx, "group", group.name);
  });
  return {};
};
