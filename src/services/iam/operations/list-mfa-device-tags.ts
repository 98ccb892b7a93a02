import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../service-context.ts";
import { listEntityTags } from "../tagged-entity.ts";

export const listMFADeviceTags: IamOperation<"ListMFADeviceTags"> = ({ SerialNumber, ...request }, context) =>
  listEntityTags(context, mfaDeviceName(SerialNumber), request);
