import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../service-context.ts";
import { tagEntity } from "../tagged-entity.ts";

export const tagMFADevice: IamOperation<"TagMFADevice"> = ({ SerialNumber, Tags }, context) =>
  tagEntity(context, mfaDeviceName(SerialNumber), Tags);
