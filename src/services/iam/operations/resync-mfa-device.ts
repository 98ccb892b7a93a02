import { viewAccount } from "../accounts/account.ts";
import { mfaDeviceNotFound } from "../errors.ts";
import { checkCodes, findMfaDevice } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

/** Squall's clock and a virtual device's are the same, so there is nothing to move: the codes are checked, as at its beginning. */
export const resyncMFADevice: IamOperation<"ResyncMFADevice"> = async (input, context) => {
  const { SerialNumber, AuthenticationCode1, AuthenticationCode2 } = input;
  await viewAccount(context, async (tx) => {
    const { name } = await findHolder(tx, "user", input.UserName);
    const device = await findMfaDevice(tx, SerialNumber);
    if (device.owner?.user !== name) throw mfaDeviceNotFound(SerialNumber);
    checkCodes(device, [AuthenticationCode1, AuthenticationCode2], context);
  });
  return {};
};
