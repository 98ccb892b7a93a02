import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../service-context.ts";
import { untagEntity } from "../tagged-entity.ts";

export const untagMFADevice: IamOperation<"UntagMFADevice"> = ({ SerialNumber, TagKeys }, context) =>
  untagEntity(context, mfaDeviceName(SerialNumber), TagKeys);
