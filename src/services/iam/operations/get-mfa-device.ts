import { viewAccount } from "../accounts/account.ts";
import { mfaDeviceNotFound } from "../errors.ts";
import { findMfaDevice, toMfaDevice } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";

/** A device that a user has. */
export const getMFADevice: IamOperation<"GetMFADevice"> = async ({ SerialNumber, UserName }, context) => {
  const device = await viewAccount(context, (tx) => findMfaDevice(tx, SerialNumber));
  const owner = device.owner?.user;
  if (owner === undefined || (UserName !== undefined && UserName !== owner)) throw mfaDeviceNotFound(SerialNumber);
  return toMfaDevice(device);
};
