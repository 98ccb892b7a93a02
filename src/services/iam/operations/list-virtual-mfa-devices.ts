import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { isVirtual } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { toListedUser } from "../users/to-user.ts";

export const listVirtualMFADevices: IamOperation<"ListVirtualMFADevices"> = async (
  { AssignmentStatus = "Any", ...request },
  context,
) =>
  viewAccount(context, async (tx) => {
    const devices = (await entityStore.list(tx, "mfaDevice")).filter(
      (device) =>
        isVirtual(device) &&
        (AssignmentStatus === "Any" || (AssignmentStatus === "Assigned") === Boolean(device.owner)),
    );
    const { items, ...page } = toPage(devices, ({ name }) => name, request);
    const VirtualMFADevices = [];
    for (const { name, owner } of items) {
      const user = owner && (await entityStore.find(tx, "user", owner.user));
      VirtualMFADevices.push({
        SerialNumber: name,
        ...(owner && { EnableDate: toDate(owner.enabledMs) }),
        ...(user && { User: toListedUser(user) }),
      });
    }
    return { VirtualMFADevices, ...page };
  });
