import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { MfaDevice } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { mfaDeviceNotFound, wrongAuthenticationCode } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import type { TaggedName } from "../tags/tagged-entity.ts";
import { areConsecutiveCodes } from "./totp.ts";

/** The name under which the account's root owns a device. No user can have it. */
export const rootOwner = "<root_account>";

export async function findMfaDevice(tx: ReadTransaction, serialNumber: string): Promise<MfaDevice> {
  return (await entityStore.find(tx, "mfaDevice", serialNumber)) ?? fail(mfaDeviceNotFound(serialNumber));
}

/** The devices that a user has enabled. */
export async function listMfaDevicesOf(tx: ReadTransaction, user: string): Promise<MfaDevice[]> {
  return (await entityStore.list(tx, "mfaDevice")).filter(
    ({ owner }) => owner?.user.toLowerCase() === user.toLowerCase(),
  );
}

export function mfaDeviceName(serialNumber: string): TaggedName<"mfaDevice"> {
  return { kind: "mfaDevice", name: serialNumber, notFound: () => mfaDeviceNotFound(serialNumber) };
}

/**
 * Two codes one after the other prove that the user holds the device. In `open` mode any codes do, as any credentials do; in
 * `enforce` mode a device that Squall has not made cannot be enabled, for its secret is not known.
 */
export function checkCodes(device: MfaDevice, [first, second]: readonly [string, string], { host }: IamContext): void {
  if (host.config.auth === "open") return;
  if (device.seed === undefined || !areConsecutiveCodes(device.seed, first, second, host.clock.nowMs()))
    throw wrongAuthenticationCode();
}

export function isVirtual(device: MfaDevice): boolean {
  return device.seed !== undefined;
}

export function toMfaDevice(device: MfaDevice) {
  return {
    UserName: device.owner?.user ?? "",
    SerialNumber: device.name,
    EnableDate: toDate(device.owner?.enabledMs ?? device.createdMs),
  };
}
