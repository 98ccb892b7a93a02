import { changeAccount } from "../accounts/account.ts";
import { entityStore, keyOf } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { entityExists } from "../errors.ts";
import { listMfaDevicesOf } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** Renames or moves a user. Its id, and so its sessions and keys, stay. */
export const updateUser: IamOperation<"UpdateUser"> = async ({ UserName, NewPath, NewUserName }, context) => {
  await changeAccount(context, async (tx) => {
    const user = await findHolder(tx, "user", UserName);
    const name = NewUserName ?? user.name;
    const path = NewPath ?? user.path;
    const isOther = keyOf(name) !== keyOf(user.name);
    if (isOther && (await entityStore.find(tx, "user", name))) throw entityExists("user", name);
    for (const device of await listMfaDevicesOf(tx, user.name))
      await entityStore.put(tx, "mfaDevice", { ...device, owner: device.owner && { ...device.owner, user: name } });
    await entityStore.remove(tx, "user", user.name);
    await entityStore.put(tx, "user", {
      ...user,
      name,
      path,
      arn: iamArn(context, `user${path}${name}`),
    });
  });
  return {};
};
