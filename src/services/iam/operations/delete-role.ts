import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { deleteConflict, roleIsProtected } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";
import { isServiceLinked } from "../roles/service-linked-role.ts";

/** Refused while anything hangs on the role. */
export const deleteRole: IamOperation<"DeleteRole"> = async ({ RoleName }, context) => {
  await changeAccount(context, async (tx) => {
    const role = await findHolder(tx, "role", RoleName);
    if (isServiceLinked(role)) throw roleIsProtected(role.name);
    const profiles = await entityStore.list(tx, "instanceProfile");
    if (profiles.some((profile) => profile.roleName === role.name)) {
      throw deleteConflict("remove roles from instance profile");
    }
    if (role.attachedPolicies.length > 0) throw deleteConflict("detach all policies");
    if (Object.keys(role.inlinePolicies).length > 0) throw deleteConflict("delete policies");
    await entityStore.remove(tx, "role", role.name);
  });
  return {};
};
