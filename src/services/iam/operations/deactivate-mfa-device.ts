import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { mfaDeviceNotFound } from "../errors.ts";
import { findMfaDevice, isVirtual } from "../mfa/mfa-device.ts";
import { findHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

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
