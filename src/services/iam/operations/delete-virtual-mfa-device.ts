import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { mfaDeviceIsAttached, mfaDeviceNotFound } from "../errors.ts";
import { findMfaDevice, isVirtual } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";

/** Refused while a user has it. */
export const deleteVirtualMFADevice: IamOperation<"DeleteVirtualMFADevice"> = async ({ SerialNumber }, context) => {
  await changeAccount(context, async (tx) => {
    const device = await findMfaDevice(tx, SerialNumber);
    if (!isVirtual(device)) throw mfaDeviceNotFound(SerialNumber);
    if (device.owner) throw mfaDeviceIsAttached();
    await entityStore.remove(tx, "mfaDevice", device.name);
  });
  return {};
};
