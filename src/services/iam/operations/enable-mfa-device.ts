import { changeAccount } from "../accounts/account.ts";
import type { MfaDevice } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { mfaDeviceInUse, mfaDeviceNotFound, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkCodes, listMfaDevicesOf } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** Gives a user a device. One that is no virtual device is made by this. */
export const enableMFADevice: IamOperation<"EnableMFADevice"> = async (input, context) => {
  const { SerialNumber, AuthenticationCode1, AuthenticationCode2 } = input;
  const nowMs = context.host.clock.nowMs();
  await changeAccount(context, async (tx) => {
    const { name } = await findHolder(tx, "user", input.UserName);
    const found = await entityStore.find(tx, "mfaDevice", SerialNumber);
    if (!found && SerialNumber.startsWith("arn:")) throw mfaDeviceNotFound(SerialNumber);
    if (found?.owner) throw mfaDeviceInUse();
    const device: MfaDevice = found ?? {
      name: SerialNumber,
      createdMs: nowMs,
      seed: undefined,
      owner: undefined,
      tags: {},
    };
    if ((await listMfaDevicesOf(tx, name)).length >= limits.MFADevicesPerUser)
      throw quotaExceeded("MFADevicesPerUser", limits.MFADevicesPerUser);
    checkCodes(device, [AuthenticationCode1, AuthenticationCode2], context);
    await entityStore.put(tx, "mfaDevice", { ...device, owner: { user: name, enabledMs: nowMs } });
  });
  return {};
};
