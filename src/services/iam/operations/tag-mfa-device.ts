import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { tagEntity } from "../tags/tagged-entity.ts";

export const tagMFADevice: IamOperation<"TagMFADevice"> = ({ SerialNumber, Tags }, context) =>
  tagEntity(context, mfaDeviceName(SerialNumber), Tags);
