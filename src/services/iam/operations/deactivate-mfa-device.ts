import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { mfaDeviceNotFound } from "../errors.ts";
import { findMfaDevice, isVirtual } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

/** Takes a device from a user. A virtual one stays, for another user or to be deleted. */
export const deactivateMFADevice: IamOperation<"DeactivateMFADevice"> = async ({ UserName, SerialNumber }, context) => {
  await changeAccount(context, async (tx) => {
    const { name } = await findHolder(tx, "user", userNameOf(UserName, context));
    const device = await findMfaDevice(tx, SerialNumber);
    if (device.owner?.user !== name) throw mfaDeviceNotFound(SerialNumber);
    if (isVirtual(device)) await entityStore.put(tx, "mfaDevice", { ...device, owner: undefined });
    else await entityStore.remove(tx, "mfaDevice", device.name);
  });
  return {};
};
