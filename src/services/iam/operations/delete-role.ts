import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { deleteConflict, roleIsProtected } from "../errors.ts";
import { findHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { isServiceLinked } from "../service-linked-role.ts";

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
