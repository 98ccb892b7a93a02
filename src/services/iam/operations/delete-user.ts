import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { deleteConflict } from "../errors.ts";
import { listMfaDevicesOf } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** Refused while anything hangs on the user. */
export const deleteUser: IamOperation<"DeleteUser"> = async ({ UserName }, context) => {
  await changeAccount(context, async (tx) => {
    const user = await findHolder(tx, "user", UserName);
    if (user.groups.length > 0) throw deleteConflict("remove users from group");
    if (user.loginProfile) throw deleteConflict("delete login profile");
    if (user.accessKeys.length > 0) throw deleteConflict("delete access keys");
    if (user.signingCertificates?.length) throw deleteConflict("delete signing certificates");
    if (user.sshKeys?.length) throw deleteConflict("delete SSH public keys");
    if (user.serviceCredentials?.length) throw deleteConflict("remove referenced objects");
    if ((await listMfaDevicesOf(tx, user.name)).length > 0) throw deleteConflict("delete MFA device");
    if (user.attachedPolicies.length > 0) throw deleteConflict("detach all policies");
    if (Object.keys(user.inlinePolicies).length > 0) throw deleteConflict("delete policies");
    await entityStore.remove(tx, "user", user.name);
  });
  return {};
};
