import { roleNotInInstanceProfile } from "../errors.ts";
import { changeInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

export const removeRoleFromInstanceProfile: IamOperation<"RemoveRoleFromInstanceProfile"> = async (
  { InstanceProfileName, RoleName },
  context,
) => {
  await changeInstanceProfile(context, InstanceProfileName, async (profile, tx) => {
    const role = await findHolder(tx, "role", RoleName);
    if (profile.roleName !== role.name) throw roleNotInInstanceProfile(role.name, profile.name);
    return { roleName: undefined };
  });
  return {};
};
