import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { changeAccount } from "../accounts/account.ts";
import type { InstanceProfile, Role } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { instanceProfileNotFound } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { toNestedRole } from "../roles/to-role.ts";
import { toTagListIfAny } from "../tags/tags.ts";

export async function findInstanceProfile(tx: ReadTransaction, name: string): Promise<InstanceProfile> {
  return (await entityStore.find(tx, "instanceProfile", name)) ?? fail(instanceProfileNotFound(name));
}

/** Changes one profile; `change` gives the members that differ. */
export function changeInstanceProfile(
  context: IamContext,
  name: string,
  change: (
    profile: InstanceProfile,
    tx: WriteTransaction,
  ) => Partial<InstanceProfile> | Promise<Partial<InstanceProfile>>,
): Promise<void> {
  return changeAccount(context, async (tx) => {
    const profile = await findInstanceProfile(tx, name);
    await entityStore.put(tx, "instanceProfile", { ...profile, ...(await change(profile, tx)) });
  });
}

/** `roles` has at least the profile's own. */
export function toInstanceProfile(profile: InstanceProfile, roles: readonly Role[]) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: toDate(profile.createdMs),
    Roles: roles.filter((role) => role.name === profile.roleName).map(toNestedRole),
    Tags: toTagListIfAny(profile.tags),
  };
}
