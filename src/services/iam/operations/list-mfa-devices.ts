import { viewAccount } from "../accounts/account.ts";
import { toPage } from "../entities/to-page.ts";
import { listMfaDevicesOf, toMfaDevice } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const listMFADevices: IamOperation<"ListMFADevices"> = async ({ UserName, ...request }, context) => {
  if (UserName === undefined && context.principal.kind === "root") return { MFADevices: [], IsTruncated: false };
  const name = userNameOf(UserName, context);
  const devices = await viewAccount(context, async (tx) => {
    const user = await findHolder(tx, "user", name);
    return listMfaDevicesOf(tx, user.name);
  });
  const { items, ...page } = toPage(devices, (device) => device.name, request);
  return { MFADevices: items.map(toMfaDevice), ...page };
};
