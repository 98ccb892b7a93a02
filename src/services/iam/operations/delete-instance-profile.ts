import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { deleteConflict } from "../errors.ts";
import { findInstanceProfile } from "../instance-profile.ts";
import type { IamOperation } from "../service-context.ts";

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
