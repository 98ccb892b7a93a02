import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { deleteConflict } from "../errors.ts";
import { findInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";

export const deleteInstanceProfile: IamOperation<"DeleteInstanceProfile"> = async (
  { InstanceProfileName },
  context,
) => {
  await changeAccount(context, async (tx) => {
    const profile = await findInstanceProfile(tx, InstanceProfileName);
    if (profile.roleName !== undefined) throw deleteConflict("remove roles from instance profile");
    await entityStore.remove(tx, "instanceProfile", profile.name);
  });
  return {};
};
