import { quotaExceeded } from "../errors.ts";
import { changeInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** A profile has one role. */
export const addRoleToInstanceProfile: IamOperation<"AddRoleToInstanceProfile"> = async (
  { InstanceProfileName, RoleName },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, async (profile, tx) => {
    const role = await findHolder(tx, "role", RoleName);
    if (profile.roleName !== undefined) throw quotaExceeded("InstanceSessionsPerInstanceProfile", 1);
    return { roleName: role.name };
  });
  return {};
};
