import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { untagEntity } from "../tags/tagged-entity.ts";

export const untagMFADevice: IamOperation<"UntagMFADevice"> = ({ SerialNumber, TagKeys }, context) =>
  untagEntity(context, mfaDeviceName(SerialNumber), TagKeys);
